import type { RECORDED } from "../../../../scripts/procedures/record";
import { STAGES } from "../../../../scripts/procedures/restore/record";
import { UPGRADE } from "../../../../scripts/procedures/upgrade/record";

/** A record that a procedure left, and how a destroy is refused for it: what is not finished, and the way out. */
interface Left {
  readonly is: string;
  readonly record: object;
  /** @default - it is no reason to wait */
  readonly refused?: RegExp;
}

const RESTORE = { moment: "2026-11-29T05:00:00Z" };
const IMPORT = { ...RESTORE, imported: { name: "backup.tar", digest: "0" } };
const TWO = "is not finished: there may be a second database.*";
const FINISH = "npm run restore -- trial --finish";

function restores(what: string, command: string, record: object): Left[] {
  const name = `The ${what} ${TWO}`;
  const undone = { [STAGES.exchanging]: "x", [STAGES.undoing]: "x" };
  const between = `in the middle of its exchange\\. Go on with it \\(npm run ${command}\\), or take it back \\(npm run restore -- trial --undo\\)\\. Then finish it: ${FINISH}`;
  return [
    { is: "begun", record, refused: new RegExp(`${name}Finish it \\(${FINISH}\\)`) },
    {
      is: "in its exchange",
      record: { ...record, done: { [STAGES.exchanging]: "x" } },
      refused: new RegExp(name + between),
    },
    { is: "being taken back", record: { ...record, done: undone }, refused: new RegExp(name + between) },
    {
      is: "not removed yet",
      record: { ...record, done: { [STAGES.exchanging]: "x", [STAGES.exchanged]: "x" } },
      refused: new RegExp(`${name}Finish it \\(${FINISH}\\)`),
    },
  ].map((left) => ({ ...left, is: `${what}, ${left.is}` }));
}

const UPGRADED = { from: "8.2.0", to: "8.4.1" };

/** The records that each procedure leaves. A restore's record is that of a recovery and of an import, too. */
const LEFT: Readonly<Record<(typeof RECORDED)[number], readonly Left[]>> = {
  remove: [{ is: "a removal", record: {} }],
  restore: [
    ...restores("restore to 2026-11-29T05:00:00Z", "restore -- trial", RESTORE),
    ...restores("import of backup.tar", "import -- trial --from <the same backup>", IMPORT),
  ],
  rotate: [{ is: "a rotation", record: {} }],
  "run-script": [{ is: "a script", record: {} }],
  upgrade: [
    {
      is: "an upgrade, begun",
      record: { ...UPGRADED, done: { [UPGRADE.deploying]: "x" } },
      refused:
        /The upgrade from 8\.2\.0 to 8\.4\.1 is not finished.*npm run upgrade -- trial --to 8\.4\.1\. .*npm run upgrade -- trial --back\./,
    },
    { is: "an upgrade, done", record: { ...UPGRADED, done: { [UPGRADE.done]: "x" } } },
    { is: "an upgrade, taken back", record: { ...UPGRADED, done: { [UPGRADE.back]: "x" } } },
  ],
};

/** Each of them as Parameter Store has it. */
export const LEFT_RECORDS = Object.entries(LEFT).flatMap(([procedure, all]) =>
  all.map(({ record, ...left }) => ({
    ...left,
    parameter: `/openemr-trial/procedure-${procedure}`,
    value: JSON.stringify({ begunAt: "2026-11-30T05:00:00Z", done: {}, ...record }),
  })),
);
