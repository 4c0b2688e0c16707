import { UserError } from "../../../src/user-error";

/**
 * Checks the option `--snapshot`. RDS's names of snapshots: CreateDBClusterSnapshot in its API reference.
 *
 * @param to the option in whose place it is
 */
export function checkSnapshot(snapshot: string | undefined, to: string | undefined): void {
  if (snapshot === undefined) return;
  if (!/^[a-z](-?[a-z0-9])*$/i.test(snapshot)) {
    throw new UserError(
      `--snapshot is "${snapshot}", but must be the name of a snapshot, such as openemr-production-database-final-abc123.`,
    );
  }
  if (to !== undefined)
    throw new UserError("--snapshot and --to are given. A snapshot is of one moment: leave --to out.");
}
