import { existsSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../../src/user-error";
import { requireSameDependencies } from "./dependencies";
import { Repository } from "./git";

/** The project as it is in another commit, to compare with. */
export interface Base {
  readonly project: string;
  /** As it was given. */
  readonly ref: string;
  /** @default - a folder was given */
  readonly commit?: string;
}

/**
 * The project at a commit, written into a folder, or in a folder that has a checkout.
 *
 * @param here where a relative folder begins
 */
export async function findBase(project: string, against: string, here: string, work: string): Promise<Base> {
  const folder = path.resolve(here, against);
  if (isCheckout(folder, against)) return fromFolder(folder, against);
  const repository = await Repository.of(project);
  const commit = await repository.commit(against);
  const files = path.join(work, "base");
  await repository.export(commit, files);
  const base = path.join(files, repository.prefix);
  if (!existsSync(path.join(base, "main.ts"))) {
    throw new UserError(
      `--against is "${against}", but there is no main.ts at ${commit.slice(0, 10)}: no stack to compare with.`,
    );
  }
  requireSameDependencies(project, base, against);
  symlinkSync(path.join(project, "node_modules"), path.join(base, "node_modules"));
  return { project: base, ref: against, commit };
}

/** A path, and not the name of a branch that a folder happens to have as well. */
function isCheckout(folder: string, given: string): boolean {
  const isPath = path.isAbsolute(given) || /^\.{1,2}([\\/]|$)/.test(given);
  return isPath && (statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

function fromFolder(folder: string, given: string): Base {
  for (const [part, wayOut] of [
    ["main.ts", "Name the folder of a checkout of this project."],
    ["node_modules", `Install what it needs: npm ci --prefix ${given}`],
  ] as const) {
    if (!existsSync(path.join(folder, part))) {
      throw new UserError(`--against is "${given}", a folder without ${part}. ${wayOut}`);
    }
  }
  return { project: folder, ref: given };
}
