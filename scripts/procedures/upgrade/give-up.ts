import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { noteOf, storeRecord } from "../record";
import type { Procedure, Step } from "../step";
import { UPGRADE, type UpgradeRecords, wasDeployed } from "./record";
import { areOfFrom, readTables } from "./tables";
import type { VersionFile } from "./version-file";

/**
 * Takes back an upgrade that changed no data: the version before is still deployed, or ECS went back to it. Nothing is
 * restored, so nothing that people entered since is lost.
 */
export function giveUp(installation: Installation, records: UpgradeRecords, file: VersionFile): Procedure {
  const { environment } = installation;
  const { done, from, to } = records.current;
  const asksTables = wasDeployed(records.current);
  // Tables that were read before another try say nothing of now; a new moment asks for a new task.
  const { [UPGRADE.tables]: _, ...others } = done;
  if (asksTables) records.plan({ ...records.current, begunAt: new Date().toISOString(), done: others });
  return {
    name: "upgrade",
    environment,
    again: `npm run upgrade -- ${environment} --back`,
    summary: [
      `Gives the upgrade to ${to} up: OpenEMR ${from} is deployed, and people go on working. Nothing is restored${asksTables ? ", and where the tables are not of that version any more, it says so and changes nothing" : ""}.`,
      ...file.diff(from).map((line) => `  ${line}`),
    ].join("\n"),
    steps: [
      ...(asksTables
        ? [
            storeRecord(records, "Note that the tables are looked at"),
            ...readTables(installation, records),
            tablesAreOfFrom(records, environment),
          ]
        : []),
      file.write(from),
      noteOf(records, UPGRADE.back, "Note that the upgrade is taken back"),
    ],
    outcome: async () => [
      `The upgrade to ${to} is given up. OpenEMR ${from} is deployed, with the data of now: nothing was restored.`,
      ...(asksTables ? [`Terraform may still know of ${to}: npm run deploy -- ${environment}`] : []),
    ],
  };
}

function tablesAreOfFrom(records: UpgradeRecords, environment: string): Step {
  return {
    title: "See that the tables are of the version before",
    takes: "1 s",
    look: async () => ({ is: areOfFrom(records.current) ? "done" : "to do" }),
    begin: async () => {
      const { done, from } = records.current;
      throw new UserError(
        `${done[UPGRADE.tables]}, and ${from} is deployed: the new version changed the tables before ECS went back. ` +
          `Taking that back is a restore to the data of ${done[UPGRADE.backup]}, and what was entered since is lost to people. ` +
          `The same command shows it and asks: npm run upgrade -- ${environment} --back`,
      );
    },
  };
}
