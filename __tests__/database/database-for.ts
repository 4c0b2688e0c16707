import { Database, type DatabaseProps } from "../../src/database/database";
import { databaseOptions } from "../../src/database/variables";
import type { Surroundings } from "../support/capability";

/** The database with whatever the operator chooses, as the stack makes it. @param props in place of the stack's */
export function databaseFor(
  { stack, variables, installation, network, dataKey, logKey }: Surroundings,
  props: Partial<DatabaseProps> = {},
): Database {
  return new Database(stack, "database", {
    installation,
    network,
    encryptionKey: dataKey,
    logKey,
    deleteBefore: [],
    ...databaseOptions(variables),
    ...props,
  });
}
