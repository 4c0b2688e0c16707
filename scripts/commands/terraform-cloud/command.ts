import path from "node:path";
import { findEnvironment } from "../../../src/environments";
import { readStateSettings, type StateSettings } from "../../../src/state/state-settings";
import { command, type Surroundings } from "../../terminal/command";
import { confirm } from "../../terminal/confirm";
import { Stopwatch } from "../../terminal/stopwatch";
import { terminalPage } from "../../terminal/terminal-page";
import { type Tone, toned } from "../../terminal/tone";
import { checkWorkspace } from "../../terraform/cloud/check";
import type { Finding } from "../../terraform/cloud/findings";
import { CloudOrganization } from "../../terraform/cloud/organization";
import { readProjectConfig } from "../../terraform/project-config";
import { findTerraform } from "../../terraform/terraform-binary";
import { applyPermissions } from "./apply-permissions";
import { COMMAND_LINE, type TerraformCloudArguments } from "./arguments";
import { planPermissions } from "./plan-permissions";
import { WorkspaceSetup, type WorkspaceWishes } from "./setup";
import { trustPolicy } from "./trust-policy";

/** `npm run terraform-cloud`: looks after the workspace of an environment. */
async function lookAfterWorkspace(
  given: TerraformCloudArguments,
  { project, env }: Surroundings,
): Promise<void> {
  const environment = findEnvironment(path.join(project, "environments"), given.environment);
  const { name } = environment;
  const settings = readStateSettings(readProjectConfig(project).context?.state, env);
  switch (given.command) {
    case "check":
      return check(settings, name, env, given.json);
    case "setup":
      return setup(settings, name, env, given);
    case "trust-policy":
      console.log(JSON.stringify(trustPolicy(settings, name, given.account, given.phase), null, 2));
      return;
    case "plan-policy":
      console.log(JSON.stringify(planPermissions(environment, given.account), null, 2));
      return;
    case "apply-policy": {
      const { account, policy, zone } = given;
      // IAM counts no blanks between words, but the command line has a limit, too.
      console.log(JSON.stringify(applyPermissions(environment, settings, account, policy, zone)));
    }
  }
}

const TONES: Readonly<Record<Finding["level"], Tone>> = { ok: "good", note: "unsure", problem: "bad" };

async function check(
  settings: StateSettings,
  environment: string,
  env: NodeJS.ProcessEnv,
  json = false,
): Promise<void> {
  const look = () => checkWorkspace(settings, environment, env);
  const { page, findings } = await new Stopwatch().time("reading the workspace", look);
  if (!json) console.log(page);
  const { colors } = terminalPage();
  for (const finding of findings) {
    const level = toned(colors, TONES[finding.level], finding.level.padEnd(7));
    console.log(json ? JSON.stringify(finding) : `  ${level}  ${finding.text}`);
  }
  if (findings.some(({ level }) => level === "problem")) process.exitCode = 1;
}

async function setup(
  settings: StateSettings,
  environment: string,
  env: NodeJS.ProcessEnv,
  { wishes, yes }: { readonly wishes: WorkspaceWishes; readonly yes: boolean },
): Promise<void> {
  const organization = await CloudOrganization.open(settings, env);
  const { version } = await findTerraform(env);
  const steps = await new WorkspaceSetup(organization, environment, wishes, version).steps();
  console.log(organization.pageOf(environment));
  if (steps.length === 0) {
    console.log("The workspace is as it should be.");
  } else {
    console.log(steps.map(({ text }) => `  ${text}`).join("\n"));
    await confirm("Go on?", yes);
    for (const { carryOut } of steps) await carryOut();
  }
  console.log("");
  await check(settings, environment, env);
}

export const terraformCloud = command(module, {
  ...COMMAND_LINE,
  changesSomething: true,
  run: lookAfterWorkspace,
});
