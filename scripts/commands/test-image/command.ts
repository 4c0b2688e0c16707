import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { knownDigests, OPENEMR_REPOSITORY, OPENEMR_VERSIONS } from "../../../src/images/openemr-versions";
import { UserError } from "../../../src/user-error";
import { command, type Surroundings } from "../../terminal/command";
import type { Given } from "../../terminal/command-line";
import { missingPrograms } from "./programs";

const USAGE = `Usage: npm run test:image -- [tag ...] [--files <folder>] [--tests <words>]

Runs the scripts of a task over OpenEMR's own images, with a real database, cache, Apache and PHP: first
installations, kills in the middle, restarts, settings, sessions, upgrades, and steps back. Needs Linux and root
(it asks sudo), as it makes containers of namespaces and overlay mounts. docs/image.md tells more.

  tag ...           tags of openemr/openemr to try, such as 8.4.1-2026-10-01; upgrades go from the first to each.
                    Without any: the oldest supported version, the default, and OPENEMR_TAG where that is set.
                    Docker pulls them, and by digest where this project knows it
  --files <folder>  takes the images' files from there, and pulls nothing
  --tests <words>   runs scenarios with these words only
  --help, -h        shows this text
`;

const options = { files: { type: "string" }, tests: { type: "string" } } as const;

function testImage(
  { values, positionals }: Given<typeof options>,
  { project, env }: Surroundings,
): Promise<void> {
  const missing = missingPrograms(!values.files);
  if (missing.length > 0)
    throw new UserError(`The image suite needs what is not here. Install it:\n- ${missing.join("\n- ")}`);
  const files = values.files ? path.resolve(values.files) : fetchImages(tagsToTry(positionals, env), project);
  if (!existsSync(files)) throw new UserError(`--files is "${values.files}", and there is no such folder.`);
  const jest = ["node_modules/.bin/jest", "--selectProjects=image", "--verbose"];
  const filter = values.tests ? [`--testNamePattern=${values.tests}`] : [];
  const variables = [`PATH=${env.PATH}`, `OPENEMR_IMAGE_FILES=${files}`];
  process.exitCode = asRoot("env", [...variables, ...jest, ...filter], project);
  return Promise.resolve();
}

function tagsToTry(given: readonly string[], { OPENEMR_TAG: more }: NodeJS.ProcessEnv): readonly string[] {
  if (given.length > 0) return given;
  const oldest = OPENEMR_VERSIONS.versions[0]!.version;
  return [...new Set([oldest, OPENEMR_VERSIONS.default, ...(more ? [more] : [])])];
}

/** @returns the folder with the root file systems of the images */
function fetchImages(tags: readonly string[], project: string): string {
  const folder = path.join(homedir(), ".cache/openemr-on-aws/images", tags.join("+"));
  mkdirSync(folder, { recursive: true });
  for (const tag of tags) {
    const digest = knownDigests(OPENEMR_VERSIONS)[tag];
    const image = digest ? `${OPENEMR_REPOSITORY}@${digest}` : `${OPENEMR_REPOSITORY}:${tag}`;
    const script = path.join(project, "__tests__/image/roots/export.sh");
    if (asRoot(script, [image, path.join(folder, tag)], project) !== 0)
      throw new UserError(
        `The image ${image} cannot be had. Look at the lines above: is Docker installed here?`,
      );
  }
  return folder;
}

function asRoot(program: string, args: readonly string[], cwd: string): number {
  const [first, ...rest] = process.getuid?.() === 0 ? [program, ...args] : ["sudo", program, ...args];
  const { status, error } = spawnSync(first!, rest, { cwd, stdio: "inherit" });
  if (error) throw new UserError(`${first} cannot be started: ${error.message}`);
  return status ?? 1;
}

command(module, { usage: USAGE, options, positionals: "any", read: (given) => given, run: testImage });
