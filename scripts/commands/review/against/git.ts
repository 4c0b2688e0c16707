import { mkdirSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../../src/user-error";
import { runProcess } from "../../../system/run-process";

/** Variables that a hook or another git command has set, and that would lead to another repository. */
const REPOSITORY_VARIABLES = /^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|PREFIX)$/;

/** The repository that a folder is in. */
export class Repository {
  private constructor(
    private readonly root: string,
    /** Where the folder is in it: "" at the top, else with a slash at the end. */
    readonly prefix: string,
  ) {}

  static async of(folder: string): Promise<Repository> {
    const { code, stdout, stderr } = await git(folder, ["rev-parse", "--show-toplevel", "--show-prefix"]);
    if (code !== 0) {
      throw new UserError(
        `--against compares with a commit, but ${folder} is in no git repository that can be read: ${stderr.trim()}. ` +
          "Name a folder with a checkout instead: --against <folder>",
      );
    }
    const [root = "", prefix = ""] = stdout.split("\n");
    return new Repository(root, prefix);
  }

  /** The commit that a name stands for. */
  async commit(ref: string): Promise<string> {
    const { code, stdout } = await git(this.root, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${ref}^{commit}`,
    ]);
    if (code === 0) return stdout.trim();
    throw new UserError(
      `--against is "${ref}", which is no commit of this repository, and no folder with a checkout. Name a branch, a tag ` +
        "or a commit; one that is not here yet can be fetched: git fetch --depth 1 origin <ref>, then --against FETCH_HEAD",
    );
  }

  /**
   * Writes all files of a commit into a folder. The repository, its index and its list of worktrees stay as they
   * are, so that a run that is killed leaves nothing behind in them.
   */
  async export(commit: string, folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const index = path.join(folder, ".index");
    for (const args of [
      ["read-tree", commit],
      ["checkout-index", "--all", `--prefix=${folder}/`],
    ]) {
      const { code, stderr } = await git(this.root, args, { GIT_INDEX_FILE: index });
      if (code !== 0) throw new UserError(`git ${args[0]} of ${commit} failed: ${stderr.trim()}`);
    }
  }
}

async function git(
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
) {
  const inherited = Object.entries(process.env).filter(([name]) => !REPOSITORY_VARIABLES.test(name));
  const env = { ...Object.fromEntries(inherited), ...variables };
  return runProcess("git", ["-C", folder, ...args], { env }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `--against needs git, which cannot be run (${error.code ?? error.message}). Install it.`,
    );
  });
}
