import { UserError } from "../../src/user-error";
import { runProcess } from "../system/run-process";

/** Write-only arguments, which keep secrets out of the state, came with 1.11. */
export const MINIMUM_VERSION = "1.11.0";

/** Names the binary; cdktf honours the same variable. */
export const BINARY_VARIABLE = "TERRAFORM_BINARY_NAME";

const HOW_TO_GET_IT = [
  `Install it from https://developer.hashicorp.com/terraform/install (it is a single file; a mirror of`,
  `https://releases.hashicorp.com/terraform/ will do as well) and put it on the PATH, or set`,
  `${BINARY_VARIABLE} to the path of one.`,
].join("\n");

/** A Terraform that is new enough, or an error that says how to get one. */
export async function findTerraform(env: NodeJS.ProcessEnv = process.env): Promise<TerraformBinary> {
  const program = env[BINARY_VARIABLE] || "terraform";
  const given = env[BINARY_VARIABLE] ? `${BINARY_VARIABLE} is "${program}"` : `no "terraform" is on the PATH`;
  const needed = `Terraform ${MINIMUM_VERSION} or later is needed`;

  const result = await runProcess(program, ["version", "-json"], {
    env: { ...env, CHECKPOINT_DISABLE: "1" },
  }).catch((error: NodeJS.ErrnoException) => {
    const cause = env[BINARY_VARIABLE] ? `, which cannot be run (${error.code ?? error.message})` : "";
    throw new UserError(`${needed}, but ${given}${cause}.\n${HOW_TO_GET_IT}`);
  });
  const version = readVersion(result.stdout);
  if (!version) {
    const said = (result.stderr || result.stdout).trim() || `nothing, and ended with code ${result.code}`;
    throw new UserError(
      `${needed}, but "${program}" does not tell its version. "${program} version -json" said: ${said}\n${HOW_TO_GET_IT}`,
    );
  }
  if (isOlder(version, MINIMUM_VERSION)) {
    throw new UserError(`${needed}, but "${program}" is version ${version}.\n${HOW_TO_GET_IT}`);
  }
  return { program, version };
}

export interface TerraformBinary {
  /** A path, or a name on the PATH. */
  readonly program: string;
  readonly version: string;
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
