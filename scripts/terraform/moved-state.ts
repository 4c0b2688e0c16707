import { readFileSync } from "node:fs";
import path from "node:path";
import type { StateSettings } from "../../src/state/state-settings";
import { TERRAFORM_CLOUD_HOST } from "../../src/state/workspace-backend";
import type { StateUse } from "./state-use";

/** A place of state, as Terraform notes it in a folder when it is initialized there. */
interface Place {
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * How to take a state along that Terraform Cloud is about to get, or to lose, because the settings were changed.
 * Terraform would ask what cdktf cannot answer, or would silently go on with another workspace's state.
 *
 * @param environment its name
 * @returns `undefined` where the state stays where it was, or Terraform Cloud has nothing to do with it
 */
export function movedStateAdvice(
  project: string,
  environment: string,
  settings: StateSettings,
  use: StateUse,
): string | undefined {
  const backend = lastPlace(path.join(project, use.folder));
  if (!backend) return undefined;
  const { kind } = settings;
  if (kind !== "cloud" && backend.type !== "cloud") return undefined;
  if (kind === "cloud" && backend.type === "cloud" && isSameOrganization(backend, settings)) return undefined;
  const before = backend.type === "cloud" ? nameOf(backend.config) : `a backend "${backend.type}"`;
  const now = kind === "cloud" ? nameOf(settings) : `a backend "${kind}"`;
  return [
    `The state was kept in ${before} when Terraform last ran in ${use.folder}; the settings (context.state of cdktf.json, or OPENEMR_STATE_...) now say ${now}. Nothing was changed.`,
    ...(backend.type === "cloud" ? takeOut(backend, environment, kind, use) : takeIn(environment, use)),
    "Only if it is in the place that the settings name now, or there is none yet, forget the former place:",
    `  rm ${path.join(use.folder, ".terraform/terraform.tfstate")}`,
    "Without its state, Terraform would make everything a second time: look at the plan before you agree to it.",
    `Then repeat: ${use.command}`,
  ].join("\n");
}

function lastPlace(folder: string): Place | undefined {
  try {
    const note = readFileSync(path.join(folder, ".terraform/terraform.tfstate"), "utf8");
    return (JSON.parse(note) as { backend?: Place }).backend;
  } catch {
    // There is none, or it is damaged, which Terraform says itself.
    return undefined;
  }
}

/** Into Terraform Cloud: Terraform copies it, once a person has said yes. */
function takeIn(environment: string, { folder }: StateUse): string[] {
  return [
    "If the state is still in the place of before, take it along to the new one, and answer yes:",
    `  OPENEMR_ENVIRONMENT=${environment} npm run synth`,
    `  terraform -chdir=${folder} init`,
  ];
}

/** Out of an organization: Terraform copies nothing, so the state goes through a file. */
function takeOut(
  { config }: Place,
  environment: string,
  kind: StateSettings["kind"],
  { folder }: StateUse,
): string[] {
  const former = [
    "OPENEMR_STATE_KIND=cloud",
    `OPENEMR_STATE_ORGANIZATION=${config.organization}`,
    `OPENEMR_STATE_HOSTNAME=${config.hostname ?? TERRAFORM_CLOUD_HOST}`,
    `OPENEMR_ENVIRONMENT=${environment}`,
  ];
  const file = `${environment}.tfstate`;
  return [
    "If the state is still in the place of before, take it along to the new one:",
    `  ${former.join(" ")} npm run synth`,
    `  terraform -chdir=${folder} state pull > ${file}`,
    `  OPENEMR_ENVIRONMENT=${environment} npm run synth`,
    `  terraform -chdir=${folder} init${kind === "cloud" ? "" : " -reconfigure"}`,
    `  terraform -chdir=${folder} state push - < ${file} && rm ${file}`,
  ];
}

function isSameOrganization({ config }: Place, settings: StateSettings): boolean {
  const { hostname = TERRAFORM_CLOUD_HOST, organization } = settings;
  return config.organization === organization && (config.hostname ?? TERRAFORM_CLOUD_HOST) === hostname;
}

function nameOf({ organization, hostname }: Readonly<Record<string, unknown>> | StateSettings): string {
  return `the organization "${organization}" at ${hostname ?? TERRAFORM_CLOUD_HOST}`;
}
