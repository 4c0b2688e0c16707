import type { Refusal } from "./dump";
import type { BackupLook } from "./look";

/** Reasons for which a backup must not be loaded, of both its parts. */
export function refusals({ dump, tree }: BackupLook): string[] {
  const line = ({ where, why }: Refusal) => `${where}: ${why}`;
  const more = dump.moreRefused + tree.moreRefused;
  const sites = Object.keys(tree.sites);
  return [
    ...(sites.length === 0
      ? ["the files have no site: no folder below sites with a sqlconf.php of the installer's form"]
      : []),
    ...(sites.length > 1
      ? [`the files have ${sites.length} sites (${sites.join(", ")}), and a dump is of one`]
      : []),
    ...(dump.version === undefined
      ? ["the dump has no row of the table version, so it is no OpenEMR's, or cut off"]
      : []),
    ...(tree.version && dump.version && tree.version !== dump.version
      ? [
          `files are of OpenEMR ${tree.version} and the database is of ${dump.version}: they are not of one moment`,
        ]
      : []),
    ...dump.refused.map(line),
    ...tree.refused.map(line),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** The report for a person. */
export function renderLook(look: BackupLook): string[] {
  const { dump, tree } = look;
  const bad = refusals(look);
  const lines = [
    `OpenEMR     ${dump.version ?? "unknown"}${tree.version ? `, files of ${tree.version}` : ", files without OpenEMR's own"}`,
    `Database    ${dump.tables.length} tables, ${dump.statements} statements`,
    ...Object.entries(tree.sites).map(
      ([name, site]) =>
        `Site        ${name}: ${site.files} files, ${(site.bytes / 1e6).toFixed(1)} MB, database ${site.database}, keys ${[...site.keys].sort().join(", ") || "none"}`,
    ),
    keysText(look),
    "",
    "Not coming along:",
    "  OpenEMR's own files: the installation has its image's",
    ...tree.modules.map((name) => `  the module ${name}, which OpenEMR's image does not have`),
    ...Object.entries(tree.sites).flatMap(([name, { executable }]) =>
      executable.map(
        (file) =>
          `  ${name}/${file}: a program ${file.startsWith("documents/") ? "among the documents" : "of the site; the image has its own, and docs/operations.md says how to put yours there"}`,
      ),
    ),
  ];
  if (bad.length === 0) return [...lines, "", "Nothing keeps it from being loaded."];
  return [...lines, "", "It must not be loaded as it is:", ...bad.map((each) => `  ${each}`)];
}

function keysText({ dump, tree }: BackupLook): string {
  const inFiles = Object.values(tree.sites).some(({ keys }) => keys.length > 0);
  if (inFiles && dump.hasKeys) return "Keys        in files and database: documents can be decrypted";
  if (!inFiles && !dump.hasKeys) return "Keys        none: nothing is encrypted, or nobody signed in yet";
  return `Keys        only in the ${inFiles ? "files" : "database"}: documents that are encrypted cannot be read`;
}
