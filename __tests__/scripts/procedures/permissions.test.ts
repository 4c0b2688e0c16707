import { backup } from "../../../scripts/procedures/backup/backup";
import { restorable } from "../../../scripts/procedures/backup/moments";
import { start, stop } from "../../../scripts/procedures/service/stop-and-start";
import { blocksOf } from "../../support/documents";
import { BackupPart } from "./support/backup-part";
import { carriedOut, NAMES } from "./support/carried-out";
import { ServicePart } from "./support/service-part";
import { World } from "./support/world";

/** AWS Backup asks for them when tags are given, and when it lists what it may not name otherwise. */
const BESIDES = ["backup:TagResource", "backup:ListTags", "iam:PassRole"];

test("docs/operations.md lists the actions that procedures take, and no others", async () => {
  const world = new World([
    new ServicePart(NAMES.cluster, NAMES.service),
    new BackupPart(NAMES.vaultName),
    { tick: () => {}, operations: { DescribeDBClusters: () => ({ DBClusters: [{}] }) } },
  ]);
  await carriedOut(world, stop);
  await carriedOut(world, (installation) => {
    const procedure = start(installation);
    return { ...procedure, steps: procedure.steps.slice(0, -1) };
  });
  await carriedOut(world, (installation) => backup(installation, { keepDays: 35 }));
  await restorable(world.installation(NAMES));

  const policy = blocksOf("docs/operations.md").find(({ text }) => text.includes("backup:StartBackupJob"))!;
  const { Statement } = JSON.parse(policy.text) as { Statement: { Action: string | string[] }[] };
  const listed = Statement.flatMap(({ Action }) => Action);
  expect(listed.sort()).toEqual([...world.permissions, ...BESIDES].sort());
});
