import { newestBackup } from "../status/recovery-points";
import type { ReadSign } from "./sign";

/** Backups are made daily; the alarm rings after as many hours. */
export const OLDEST_HOURS = 36;
export const HOUR = 3_600_000;

/** The age of the newest backup of both stores: the older one counts, as a restore needs both. */
export const readBackups: ReadSign = async ({ backup }, { environment, databaseArn, fileSystemArn }, at) => {
  const name = "Newest backup";
  const found = await Promise.all([databaseArn, fileSystemArn].map((arn) => newestBackup(backup, arn)));
  const lacking = ["database", "files"].filter((_, index) => !found[index]!.at);
  const next = `npm run backup -- ${environment}`;
  if (lacking.length > 0) return { name, state: "not well", text: `none of ${lacking.join(" and ")}`, next };
  const hours = Math.max(...found.map((each) => Math.floor((at.getTime() - each.at!.getTime()) / HOUR)));
  const text = `both stores within ${hours + 1} hours`;
  return hours < OLDEST_HOURS ? { name, state: "well", text } : { name, state: "not well", text, next };
};
