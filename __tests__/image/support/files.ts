/** Where the root file systems of OpenEMR's images are, and what else the suite needs on this machine. */
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { missingPrograms } from "../../../scripts/commands/test-image/programs";

/** The root file system of one version's image. */
export interface Image {
  /** e.g. `8.4.1`, the name of its folder */
  readonly version: string;
  /** Folders that are laid over each other, the upper one first. */
  readonly layers: readonly string[];
  /** Variables that the image sets. */
  readonly environment: Readonly<Record<string, string>>;
  /** The number in its file docker-version. */
  readonly number: number;
  /** The numbers in version.php: major, minor, patch, realpatch, database. */
  readonly schema: string;
}

const OPENEMR = "var/www/localhost/htdocs/openemr";

/** Images in ascending order of their docker-version. Fails with everything that is missing, in one list. */
export function images(): readonly Image[] {
  const folder = process.env.OPENEMR_IMAGE_FILES;
  const missing = missingPrograms(false).map((name) => `the program ${name}`);
  if (process.getuid?.() !== 0)
    missing.push("the rights of root: containers are made of namespaces and mounts");
  if (!folder) missing.push("OPENEMR_IMAGE_FILES, the folder of the images' files");
  const found =
    folder && existsSync(folder) ? readdirSync(folder).filter((name) => isImage(join(folder, name))) : [];
  if (folder && found.length === 0)
    missing.push(`an image in ${folder}: none of its folders has root/root/docker-version`);
  if (missing.length > 0)
    throw new Error(
      `The image suite cannot run here. Missing:\n${missing.map((each) => `- ${each}`).join("\n")}\n` +
        "docs/image.md tells more.",
    );
  return found
    .map((version) => readImage(join(folder!, version), version))
    .sort((a, b) => a.number - b.number);
}

const isImage = (folder: string) => existsSync(join(folder, "root/root/docker-version"));

function readImage(folder: string, version: string): Image {
  const root = join(folder, "root");
  const base = join(folder, "base");
  const variables = readFileSync(join(folder, "environment"), "utf8").trim().split("\n");
  const source = readFileSync(join(root, OPENEMR, "version.php"), "utf8");
  const number = (name: string) => source.match(new RegExp(`^\\$${name}\\s*=\\s*'?(\\d+)`, "m"))?.[1] ?? "?";
  return {
    version,
    layers: existsSync(base) ? [root, realpathSync(base)] : [root],
    environment: Object.fromEntries(variables.map((line) => line.split(/=(.*)/s, 2) as [string, string])),
    number: Number(readFileSync(join(root, "root/docker-version"), "utf8")),
    schema: ["v_major", "v_minor", "v_patch", "v_realpatch", "v_database"].map(number).join(" "),
  };
}
