import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Installation } from "../../../../scripts/procedures/installation";
import type { Procedure } from "../../../../scripts/procedures/step";
import { takeUpgradeBack } from "../../../../scripts/procedures/upgrade/take-back";
import { upgrade } from "../../../../scripts/procedures/upgrade/upgrade";
import { VersionFile } from "../../../../scripts/procedures/upgrade/version-file";
import type { Make } from "./carried-out";
import { restoreAccount } from "./restore-account";

export const FROM = "8.2.0";
export const TO = "8.4.1-2026-10-01";
export const TFVARS = '# the clinic\nopenemr_version = "8.2.0" # in use\nvpc_cidr = "10.0.0.0/16"\n';

/** A procedure without the step that opens a page over the network. */
export function offline(make: Make) {
  return async (installation: Installation): Promise<Procedure> => {
    const procedure = await make(installation);
    return { ...procedure, steps: procedure.steps.filter(({ title }) => title !== "Open the sign-in page") };
  };
}

/**
 * An installation of the former version, and a deploy that takes the version out of the environment's file.
 *
 * @param folder for the environment's file @param text of it
 */
export function upgradeAccount(folder: string, text = TFVARS) {
  const file = path.join(folder, "trial.tfvars");
  writeFileSync(file, text);
  const restorable = restoreAccount("before");
  const { service, tasks, rds } = restorable;
  service.version = FROM;
  tasks.found = `site default: OpenEMR ${FROM}, 12 patients; this image ${FROM}`;
  rds.dataOf = () => "before";
  let schema = FROM;
  tasks.databaseVersion = () => schema;
  const versionFile = new VersionFile(file, "environments/trial.tfvars");
  const deploys: string[] = [];
  let code = 0;
  const props = {
    file: versionFile,
    deploy: async () => {
      deploys.push(versionFile.version!);
      if (code === 0) {
        service.deploy(versionFile.version!);
        schema = versionFile.version!.split("-")[0]!;
      }
      return { code };
    },
  };
  return {
    ...restorable,
    /** Versions that were deployed, in their order. */
    deploys,
    text: () => readFileSync(file, "utf8"),
    /** Deploys end with this exit code from now on. */
    failDeploys: (exitCode: number) => {
      code = exitCode;
    },
    upgrade: offline((installation) => upgrade(installation, { ...props, to: TO })),
    to: (to: string) => offline((installation) => upgrade(installation, { ...props, to })),
    back: offline((installation) => takeUpgradeBack(installation, props)),
  };
}

export function failBackup({ backups }: ReturnType<typeof upgradeAccount>): void {
  backups.failing.set(backups.points[0]!.ResourceArn!, { State: "FAILED", StatusMessage: "No space." });
}

/** ECS goes back to the version before, and the tables stay of that. */
export function rollBack(made: ReturnType<typeof upgradeAccount>): void {
  made.tasks.databaseVersion = () => FROM;
  made.service.deploy = () => {
    made.service.deployment = "ROLLBACK_SUCCESSFUL";
  };
}
