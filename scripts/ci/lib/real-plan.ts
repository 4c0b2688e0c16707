import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Environment, stackName } from "../../../src/environments";
import {
  readStateSettings,
  requireStateSettings,
  type StateSettings,
} from "../../../src/state/state-settings";
import { UserError } from "../../../src/user-error";
import type { PlanJson } from "../../plan/terraform-plan";
import { readProjectConfig } from "../../terraform/project-config";
import { stackFolder } from "../../terraform/stack-folder";
import { explainingState } from "../../terraform/state/advice";
import { synthesize } from "../../terraform/synthesis";
import { Terraform } from "../../terraform/terraform";

/** The plan's file, in the stack's folder. */
export const PLAN_FILE = "tfplan";

/** A plan of a real run: against the state that is, with what the provider found in the account. */
export interface RealPlan {
  /** Folder of the stack; the plan is in it. */
  readonly folder: string;
  readonly hasChanges: boolean;
  /** As JSON; of a run in Terraform Cloud the text, since its JSON needs a token that may administer the workspace. */
  readonly content: PlanJson | string;
}

/**
 * Synthesizes an environment's stack and plans it where its state is. It writes nothing there, and so takes no lock: a
 * plan that was made during an apply is stale afterwards, and Terraform refuses it.
 */
export async function planForReal(project: string, { name }: Environment): Promise<RealPlan> {
  const settings = stateSettings(project);
  requireStateSettings(settings);
  refuseForgetting(settings);
  const folder = await synthesize(project, path.join(project, "cdktf.out"), name);
  const terraform = await Terraform.in(folder);
  const use = { command: "the job", project, folder: stackFolder(stackName(name)), takesLock: false };
  const hasChanges = await explainingState(use, async () => {
    await terraform.init();
    const plan = await terraform.planForChanges({ out: PLAN_FILE, lock: false });
    for (const { summary, detail } of plan.warnings) console.log(`Warning: ${summary}. ${detail ?? ""}`);
    return plan.hasChanges;
  });
  const content = isRemote(path.join(folder, PLAN_FILE))
    ? await terraform.showText(PLAN_FILE)
    : await terraform.showPlan(PLAN_FILE);
  return { folder, hasChanges, content };
}

/**
 * Whether a pull request is planned for real: with credentials of AWS, where the state is in S3. A token of Terraform
 * Cloud that may plan may also start runs that others take for theirs, so no code gets one before it was read.
 */
export function canPlanForReal(project: string): boolean {
  return stateSettings(project).kind === "s3" && Boolean(process.env.AWS_ACCESS_KEY_ID);
}

/** A runner is thrown away after its job, and a state in its files with it. */
function refuseForgetting({ kind }: StateSettings): void {
  if (kind !== "local" || process.env.GITHUB_ACTIONS !== "true") return;
  throw new UserError(
    'State is kept by "local", in files that are gone after the job: the next one would make everything again. ' +
      "Keep it in S3 first: npm run bootstrap",
  );
}

/** Where state is kept. */
export function stateSettings(project: string): StateSettings {
  return readStateSettings(readProjectConfig(project).context?.state, process.env);
}

/** The plan of a run in Terraform Cloud is a note of where it is, in JSON; any other is an archive. */
export function isRemote(file: string): boolean {
  return existsSync(file) && readFileSync(file).subarray(0, 1).toString() === "{";
}
