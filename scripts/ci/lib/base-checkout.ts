import path from "node:path";
import { UserError } from "../../../src/user-error";
import { runProcess } from "../../system/run-process";

/** The file that lists the packages of a commit. */
const LOCK_FILE = "package-lock.json";

/**
 * Makes a base for `npm run review -- --against`: the commit itself, or where its packages are others a checkout
 * with those.
 *
 * @param temporary a folder for the checkout
 */
export async function baseOf(project: string, commit: string, temporary: string): Promise<string> {
  const { code } = await run("git", ["diff", "--quiet", commit, "HEAD", "--", LOCK_FILE], project, [0, 1]);
  if (code === 0) return commit;
  const checkout = path.join(temporary, "base");
  console.log(`${commit} has another ${LOCK_FILE}: installing its packages in ${checkout}.`);
  await run("git", ["worktree", "add", "--force", "--detach", checkout, commit], project);
  await run("npm", ["ci", "--no-audit", "--no-fund"], checkout);
  return checkout;
}

async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  successes: readonly number[] = [0],
) {
  const result = await runProcess(program, args, { cwd });
  if (result.code !== null && successes.includes(result.code)) return result;
  throw new UserError(`${program} ${args.join(" ")} failed: ${(result.stderr || result.stdout).trim()}`);
}
