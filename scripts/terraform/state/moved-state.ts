import path from "node:path";
import { TERRAFORM_CLOUD_HOST } from "../../../src/state/terraform-cloud-host";
import type { StatePlace } from "./place";
import type { StateUse } from "./state-use";

/**
 * How to take a state along, or forget its former place, after the settings were changed.
 *
 * @param last the place that Terraform used last
 * @param named the place that the settings name now
 * @returns `undefined` where the place is the same
 */
export function movedStateAdvice(last: StatePlace, named: StatePlace, use: StateUse): string | undefined {
  if (isSame(last, named)) return undefined;
  const { command, folder } = use;
  const ofCloud = [last, named].some(isCloud);
  return [
    `The state was kept in ${nameOf(last)} when Terraform last ran in ${folder}; the settings (context.state of cdktf.json, or OPENEMR_STATE_...) now say ${nameOf(named)}. Nothing was changed.`,
    ...(isCloud(last) ? takeOut(last, named, use) : isCloud(named) ? takeIn(use) : takeAlong(use)),
    "Only if it is in the place that the settings name now, or there is none yet, forget the former place:",
    ofCloud
      ? `  rm ${path.join(folder, ".terraform/terraform.tfstate")}`
      : `  terraform -chdir=${folder} init -reconfigure`,
    "Without its state, Terraform would make everything a second time: look at the plan before you agree to it.",
    `Then repeat: ${command}`,
  ].join("\n");
}

export function isCloud({ type }: StatePlace): boolean {
  return type === "cloud";
}

/** Terraform notes more arguments than a stack names: those that it was given otherwise, and those that are null. */
function isSame(last: StatePlace, named: StatePlace): boolean {
  if (last.type !== named.type) return false;
  if (isCloud(named)) return nameOf(last) === nameOf(named);
  return Object.entries(named.config).every(([argument, value]) => value === last.config[argument]);
}

/** Between backends, Terraform copies the state. */
function takeAlong({ folder }: StateUse): string[] {
  return [
    "If the state is still in the place of before, take it along to the new one:",
    `  terraform -chdir=${folder} init -migrate-state`,
  ];
}

/** Into Terraform Cloud: Terraform copies the state, once a person has said yes. */
function takeIn(use: StateUse): string[] {
  return [
    "If the state is still in the place of before, take it along to the new one, and answer yes:",
    `  ${synthesis(use)}`,
    `  terraform -chdir=${use.folder} init`,
  ];
}

/** Out of an organization: Terraform copies nothing, so the state goes through a file. */
function takeOut({ config }: StatePlace, named: StatePlace, use: StateUse): string[] {
  const former = [
    "OPENEMR_STATE_KIND=cloud",
    `OPENEMR_STATE_ORGANIZATION=${config.organization}`,
    `OPENEMR_STATE_HOSTNAME=${config.hostname ?? TERRAFORM_CLOUD_HOST}`,
  ];
  const file = `${environmentOf(use)}.tfstate`;
  const { folder } = use;
  return [
    "If the state is still in the place of before, take it along to the new one:",
    `  ${former.join(" ")} ${synthesis(use)}`,
    `  terraform -chdir=${folder} state pull > ${file}`,
    `  ${synthesis(use)}`,
    `  terraform -chdir=${folder} init${isCloud(named) ? "" : " -reconfigure"}`,
    `  terraform -chdir=${folder} state push - < ${file} && rm ${file}`,
  ];
}

function synthesis(use: StateUse): string {
  return `OPENEMR_ENVIRONMENT=${environmentOf(use)} npm run synth`;
}

function environmentOf({ folder }: StateUse): string {
  return path.basename(folder).replace(/^openemr-/, "");
}

function nameOf({ type, config }: StatePlace): string {
  return type === "cloud"
    ? `the organization "${config.organization}" at ${config.hostname ?? TERRAFORM_CLOUD_HOST}`
    : `a backend "${type}"`;
}
