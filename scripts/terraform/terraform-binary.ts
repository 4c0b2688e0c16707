import path from "node:path";
import { UserError } from "../../src/user-error";
import { runProcess } from "../system/run-process";
import {
  installPinned,
  isInstalled,
  type PinnedTerraform,
  pinnedIn,
  RELEASES_VARIABLE,
} from "./release/pinned";
import { RELEASES, VERSION } from "./release/terraform-release";

/** Write-only arguments, which keep secrets out of the state, came with 1.11, to OpenTofu as well. */
export const MINIMUM_VERSION = "1.11.0";

/** Names the binary; cdktf honours the same variable. */
export const BINARY_VARIABLE = "TERRAFORM_BINARY_NAME";

/** The folder for what is fetched once; unlike node_modules, `npm ci` leaves it as it is. */
const CACHE = path.join(__dirname, "../../.cache");

const NEEDED = `Terraform ${MINIMUM_VERSION} or later is needed`;

const HOW_TO_GET_IT = [
  `Install it from https://developer.hashicorp.com/terraform/install (it is a single file; a mirror of`,
  `https://releases.hashicorp.com/terraform/ will do as well) and put it on the PATH, or set`,
  `${BINARY_VARIABLE} to the path of one. OpenTofu ${MINIMUM_VERSION} or later ("tofu") will do, too.`,
].join("\n");

export interface TerraformBinary {
  /** A path, or a name on the PATH. */
  readonly program: string;
  readonly version: string;
}

/**
 * A Terraform that is new enough, or an error that says how to get one. The one that TERRAFORM_BINARY_NAME names goes
 * first, then "terraform" and "tofu" on the PATH; where none will do, the pinned release is fetched.
 *
 * @param cache folder for the release that is fetched. @default - one in the project
 */
export async function findTerraform(
  env: NodeJS.ProcessEnv = process.env,
  cache: string = CACHE,
): Promise<TerraformBinary> {
  if (env !== process.env || cache !== CACHE) return lookForTerraform(env, cache);
  const named = `${env[BINARY_VARIABLE]} ${env.PATH}`;
  const search = found.get(named) ?? lookForTerraform(env, cache);
  found.set(named, search);
  // The next one may find what was installed since.
  search.catch(() => found.delete(named));
  return search;
}

/** Searches of this process, by what names the program: each look starts it, and each run of Terraform asks. */
const found = new Map<string, Promise<TerraformBinary>>();

async function lookForTerraform(env: NodeJS.ProcessEnv, cache: string): Promise<TerraformBinary> {
  const named = env[BINARY_VARIABLE];
  if (named) {
    const program = await look(named, env);
    if ("version" in program) return program;
    throw new UserError(`${NEEDED}, but ${program.problem}.\n${HOW_TO_GET_IT}`);
  }
  const terraform = await look("terraform", env);
  if ("version" in terraform) return terraform;
  const tofu = await look("tofu", env);
  if ("version" in tofu) return tofu;
  const pinned = pinnedIn(cache);
  if (isInstalled(pinned)) return pinned;
  return fetchPinned(terraform.problem, env, cache);
}

/**
 * For tests, which run Terraform by its name.
 *
 * @returns a folder for the PATH, or undefined where the PATH has a Terraform that is new enough
 */
export async function terraformOnPath(env: NodeJS.ProcessEnv, cache: string): Promise<string | undefined> {
  const found = await look("terraform", env);
  if ("version" in found) return undefined;
  const pinned = pinnedIn(cache);
  const { program } = isInstalled(pinned) ? pinned : await fetchPinned(found.problem, env, cache);
  return path.dirname(program);
}

/** `OpenTofu 1.11.2 (/usr/bin/tofu)` */
export function describeTerraform({ program, version }: TerraformBinary): string {
  const product = path.basename(program).includes("tofu") ? "OpenTofu" : "Terraform";
  return `${product} ${version} (${program})`;
}

/** Commands that plan two stacks at once need it twice at the same moment. */
let fetching: Promise<PinnedTerraform> | undefined;

async function fetchPinned(reason: string, env: NodeJS.ProcessEnv, cache: string): Promise<TerraformBinary> {
  if (env[RELEASES_VARIABLE] === "none") {
    const refused = `${RELEASES_VARIABLE} is "none", so none is fetched`;
    throw new UserError(`${NEEDED}, but ${reason}, and ${refused}.\n${HOW_TO_GET_IT}`);
  }
  if (!fetching) {
    console.error(
      `${NEEDED}, but ${reason}.\nFetching Terraform ${VERSION} (about 30 MB) from ${env[RELEASES_VARIABLE] || RELEASES} ` +
        `into ${path.relative(process.cwd(), cache) || "."}; its checksum and HashiCorp's signature are looked at.`,
    );
    fetching = installPinned(cache, env).finally(() => {
      fetching = undefined;
    });
  }
  return fetching.catch((error: Error) => {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}\n${HOW_TO_GET_IT}`);
  });
}

interface Unsuitable {
  /** Why it will not do, in words that follow "but". */
  readonly problem: string;
}

async function look(program: string, env: NodeJS.ProcessEnv): Promise<TerraformBinary | Unsuitable> {
  let result: { stdout: string; stderr: string; code: number | null };
  // Arguments for other commands, which this one does not have, and log lines.
  const own = Object.entries(env).filter(([name]) => !/^TF_(CLI_ARGS|LOG|REATTACH_PROVIDERS)/.test(name));
  const inherited = { ...Object.fromEntries(own), CHECKPOINT_DISABLE: "1" };
  try {
    result = await runProcess(program, ["version", "-json"], { env: inherited });
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (program === env[BINARY_VARIABLE]) {
      return { problem: `${BINARY_VARIABLE} is "${program}", which cannot be run (${code})` };
    }
    return {
      problem: code === "ENOENT" ? `no "${program}" is on the PATH` : `"${program}" cannot be run (${code})`,
    };
  }
  const version = readVersion(result.stdout);
  if (!version) {
    const said = (result.stderr || result.stdout).trim() || `nothing, and ended with code ${result.code}`;
    const problem = `"${program}" does not tell its version. "${program} version -json" said: ${said}`;
    return { problem };
  }
  if (isOlder(version, MINIMUM_VERSION)) {
    return { problem: `"${program}" is version ${version}` };
  }
  return { program, version };
}

function readVersion(json: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(json) as { terraform_version?: unknown };
    return typeof version === "string" && /^\d+\.\d+\.\d+/.test(version) ? version : undefined;
  } catch {
    return undefined;
  }
}

/** A pre-release counts as its release: whoever runs one knows what it is. */
function isOlder(version: string, minimum: string): boolean {
  const [given, needed] = [version, minimum].map((text) => text.split(/[.+-]/).slice(0, 3).map(Number));
  const different = needed!.findIndex((part, i) => part !== given![i]);
  return different >= 0 && given![different]! < needed![different]!;
}
