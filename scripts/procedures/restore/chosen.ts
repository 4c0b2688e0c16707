import { paginateDescribeDBClusterSnapshots } from "@aws-sdk/client-rds";
import { UserError } from "../../../src/user-error";
import { ONE_MOMENT } from "../backup/backup-job";
import {
  type Moment,
  othersIn,
  type Restorable,
  restorable,
  restorableFrom,
  type Sources,
} from "../backup/moments";
import type { Installation } from "../installation";
import type { RestoreRecord } from "./record";

/** The wish of whoever restores. */
export interface Wanted {
  /** A moment in ISO 8601, `latest`, or nothing where a restore that was begun goes on. */
  readonly to?: string;
  /** Restores the database only: the files stay as they are. */
  readonly keepFiles: boolean;
  /** Name of a last snapshot of the database, in place of `to`: files are of the newest backup before it. @default - none */
  readonly snapshot?: string;
  /** Vault with recovery points of another installation. @default - those of this one, in its own vault */
  readonly from?: string;
  /** Which recovery points in that vault, where it has those of several installations. @default - the only ones */
  readonly sources?: Sources;
}

/** The moment that is restored, and from what. */
export type Chosen = Pick<
  RestoreRecord,
  "moment" | "filesPoint" | "filesMoment" | "databaseMoment" | "databasePoint"
>;

/** @throws UserError where there is nothing of that moment */
export async function chosen(installation: Installation, wanted: Wanted): Promise<Chosen> {
  const { to, keepFiles, from, snapshot, sources } = wanted;
  if (snapshot !== undefined) {
    const find = () =>
      from === undefined
        ? restorable(installation)
        : restorableFrom(installation, from, { ...sources, database: null });
    return withSnapshot(installation, snapshot, keepFiles ? undefined : find);
  }
  const { moments, anySecond } = await (from === undefined
    ? restorable(installation)
    : restorableFrom(installation, from, sources));
  const refusal = async (why: string) =>
    new UserError(`${why} ${await choices(installation, from, moments)}`);
  if (to === undefined) throw await refusal("No restore is under way, so --to is needed.");
  if (keepFiles) {
    const at = to === "latest" ? anySecond?.to : new Date(to);
    if (!anySecond || !at || at < anySecond.from || at > anySecond.to) {
      const range = anySecond
        ? `from ${anySecond.from.toISOString()} to ${anySecond.to.toISOString()}`
        : "at no time";
      throw new UserError(`--to is ${to}, but the database can be restored to the second ${range}.`);
    }
    return { moment: at.toISOString() };
  }
  const moment = to === "latest" ? moments[0] : momentAt(moments, new Date(to));
  if (!moment) throw await refusal(`--to is ${to}, but there is no backup of the files of then.`);
  if (!moment.database) throw await refusal(`--to is ${to}, but there is no backup of the database near it.`);
  const { files, at } = moment;
  const { point, at: databaseAt } = moment.database;
  const isOther = Math.abs(databaseAt.getTime() - at.getTime()) > ONE_MOMENT;
  return {
    moment: (point ? at : databaseAt).toISOString(),
    filesPoint: files.RecoveryPointArn!,
    ...(isOther && { databaseMoment: databaseAt.toISOString() }),
    ...(point && { databasePoint: point.RecoveryPointArn! }),
  };
}

/** Sentences that tell what could be restored. */
async function choices(
  installation: Installation,
  from: string | undefined,
  moments: readonly Moment[],
): Promise<string> {
  if (from !== undefined) {
    return `The vault ${from} has files of ${moments.map(({ at }) => at.toISOString()).join(", ") || "no moment"}.`;
  }
  const { environment, vaultName } = installation;
  const others = await othersIn(installation);
  return [
    `npm run backup -- ${environment} --list shows what can be restored.`,
    ...(others.length === 0
      ? []
      : [
          `The vault has backups of ${others.join(", ")} too, which an installation of this name that is gone has left: ` +
            `npm run recover -- ${environment} --from ${vaultName}`,
        ]),
  ].join(" ");
}

/** The list shows moments by the second. */
function momentAt(moments: readonly Moment[], time: Date): Moment | undefined {
  return moments.find(({ at }) => Math.abs(at.getTime() - time.getTime()) < 1000);
}

/**
 * The database of a last snapshot, which a destroy and the end of a restore leave, with the files of the newest backup
 * before it. Whether both belong together is looked into before the exchange.
 *
 * @param find finds backups of the files; without it the files stay as they are
 */
async function withSnapshot(
  { clients: { rds: client } }: Installation,
  name: string,
  find: (() => Promise<Restorable>) | undefined,
): Promise<Chosen> {
  const names: string[] = [];
  for await (const page of paginateDescribeDBClusterSnapshots({ client }, { SnapshotType: "manual" })) {
    for (const each of page.DBClusterSnapshots ?? []) {
      names.push(each.DBClusterSnapshotIdentifier!);
      if (each.DBClusterSnapshotIdentifier !== name) continue;
      if (each.Status !== "available")
        throw new UserError(`--snapshot is ${name}, which is ${each.Status}. Wait until it is available.`);
      const at = each.SnapshotCreateTime!;
      const restored = { moment: at.toISOString(), databasePoint: name };
      if (!find) return restored;
      const files = (await find()).moments.find((moment) => moment.at.getTime() <= at.getTime() + ONE_MOMENT);
      if (!files)
        throw new UserError(
          `--snapshot is ${name}, of ${at.toISOString()}, but there is no backup of the files from before it. --keep-files restores the database only.`,
        );
      return {
        ...restored,
        filesPoint: files.files.RecoveryPointArn!,
        filesMoment: files.at.toISOString(),
      };
    }
  }
  throw new UserError(
    `--snapshot is ${name}, but there is no such snapshot of a database in this account and region. There ${
      names.length === 0 ? "is none" : `are ${names.slice(0, 20).join(", ")}`
    }.`,
  );
}
