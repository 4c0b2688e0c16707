import type { Installation } from "../aws/installation";

/** Name of the function that starts an export, and of its schedule: others watch it before it is made. */
export function exportFunctionName({ names }: Installation, what: "files" | "database"): string {
  return names.of(exportName(what), "function");
}

/** Last part of physical names of an export. */
export function exportName(what: "files" | "database"): string {
  return `export-${what}`;
}

/** Name of the definition of the task that copies files. */
export function fileExportFamily({ names }: Installation): string {
  return names.of(exportName("files"));
}
