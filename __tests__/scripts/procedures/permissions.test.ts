import { backup } from "../../../scripts/procedures/backup/backup";
import type { Installation } from "../../../scripts/procedures/installation";
import { finishRestore } from "../../../scripts/procedures/restore/finish";
import { restore } from "../../../scripts/procedures/restore/restore";
import { undoRestore } from "../../../scripts/procedures/restore/undo";
import { start, stop } from "../../../scripts/procedures/service/stop-and-start";
import type { Procedure } from "../../../scripts/procedures/step";
import { blocksOf } from "../../support/documents";
import { carriedOut } from "./support/carried-out";
import { MOMENT, restoreAccount } from "./support/restore-account";

/** AWS asks for these beside what is called: for tags, for roles that are handed over, for what is encrypted. */
const BESIDES = [
  "backup:ListTags",
  "backup:TagResource",
  "iam:PassRole",
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  "rds:AddTagsToResource",
  // Of a backup that is not to the second.
  "rds:RestoreDBClusterFromSnapshot",
];

const offline =
  (make: (installation: Installation) => Procedure | Promise<Procedure>) =>
  async (installation: Installation) => {
    const procedure = await make(installation);
    return { ...procedure, steps: procedure.steps.filter(({ title }) => title !== "Open the sign-in page") };
  };

test("docs/operations.md lists the actions that procedures take, and no others", async () => {
  const { world, backUpFiles } = restoreAccount();
  for (const procedure of [
    stop,
    start,
    (installation: Installation) => backup(installation, { keepDays: 35 }),
    (installation: Installation) => restore(installation, { to: MOMENT, keepFiles: false, rehearse: false }),
    undoRestore,
    finishRestore,
  ]) {
    // A backup is demanded before anything goes that people worked with.
    if (procedure === finishRestore) backUpFiles();
    await carriedOut(world, offline(procedure));
  }
  const policy = blocksOf("docs/operations.md").find(({ text }) => text.includes("backup:StartBackupJob"))!;
  const { Statement } = JSON.parse(policy.text) as { Statement: { Action: string | string[] }[] };
  const listed = Statement.flatMap(({ Action }) => Action);
  expect(listed.sort()).toEqual([...world.permissions, ...BESIDES].sort());
});
