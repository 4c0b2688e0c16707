import type { Declare } from "../terraform/variable";

/** Choices for what an operator does to a running installation. */
export function operationsVariables(declare: Declare) {
  return {
    enableImport: declare("enable_import", {
      type: "bool",
      default: false,
      description:
        "Makes a bucket in which npm run import carries the backup of an OpenEMR that moves in. Turn it on for the days of the move. What is in it expires after 7 days, and turning it off deletes the bucket only when it is empty or deletion_protection is false.",
    }),
  };
}

/** The choices as {@link Operations} takes them. */
export function operationsOptions({ enableImport }: ReturnType<typeof operationsVariables>) {
  return { enableImport: enableImport.value };
}
