import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { readHcl } from "./hcl";

const PREFIX = "TF_TOKEN_";

/** The environment variable that gives Terraform, and this project, the token of a host. */
export function tokenVariable(host: string): string {
  return PREFIX + host.replaceAll("-", "__").replaceAll(".", "_");
}

/**
 * The token that Terraform itself would use: of an environment variable, else of its CLI configuration, where
 * `terraform login` keeps it. What a credentials helper knows stays with Terraform.
 *
 * @param host in lower case
 */
export async function findToken(host: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const names = Object.keys(env).filter((name) => name.startsWith(PREFIX) && env[name]);
  const named = names.find((name) => hostOf(name) === host);
  if (named) return env[named];
  for (const file of configurationFiles(env)) {
    const token = await tokenIn(file, host);
    if (token) return token;
  }
  return undefined;
}

/** As Terraform reads the name: two underscores stand for a hyphen, one for a dot. */
function hostOf(variable: string): string {
  return variable.slice(PREFIX.length).replaceAll("__", "-").replaceAll("_", ".").toLowerCase();
}

function configurationFiles(env: NodeJS.ProcessEnv): string[] {
  if (env.TF_CLI_CONFIG_FILE) return [env.TF_CLI_CONFIG_FILE].filter(existsSync);
  const windows = process.platform === "win32";
  const home = windows ? (env.APPDATA ?? homedir()) : (env.HOME ?? homedir());
  const folder = path.join(home, windows ? "terraform.d" : ".terraform.d");
  const inFolder = existsSync(folder) ? readdirSync(folder) : [];
  return [
    path.join(home, windows ? "terraform.rc" : ".terraformrc"),
    ...inFolder.filter((name) => /\.tfrc(\.json)?$/.test(name)).map((name) => path.join(folder, name)),
  ].filter(existsSync);
}

interface Credentials {
  readonly token?: string;
}

async function tokenIn(file: string, host: string): Promise<string | undefined> {
  const text = readFileSync(file, "utf8");
  const configuration = /^\s*\{/.test(text) ? JSON.parse(text) : await readHcl(file, text);
  const credentials: Readonly<Record<string, Credentials | readonly Credentials[]>> =
    configuration.credentials ?? {};
  const found = Object.entries(credentials).find(([name]) => name.toLowerCase() === host)?.[1];
  return [found].flat()[0]?.token;
}
