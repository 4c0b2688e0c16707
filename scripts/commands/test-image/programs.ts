import { spawnSync } from "node:child_process";

/** Programs that the image suite needs on a machine, each with a test of the shell and its origin. */
const PROGRAMS = [
  ["command -v unshare && command -v nsenter && command -v setpriv", "util-linux"],
  ["command -v ip", "iproute2"],
  ["command -v mariadbd && command -v mariadb-install-db", "mariadb-server-core"],
  ["command -v mariadb", "mariadb-client-core"],
  ["command -v redis-server || command -v valkey-server", "redis-server (or valkey-server)"],
  ["command -v openssl", "openssl"],
  ["command -v curl", "curl"],
  ["command -v pgrep", "procps"],
  ['command -v "${TERRAFORM_BINARY_NAME:-terraform}"', "terraform (docs/getting-started.md)"],
] as const;

const DOCKER = ["command -v docker", "docker (or --files: docs/image.md)"] as const;

/** Packages of what is not here, as Debian calls them. @param pulls whether images are pulled */
export function missingPrograms(pulls: boolean): readonly string[] {
  // Programs of servers lie where the path of some users does not lead.
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin:/sbin` };
  return [...PROGRAMS, ...(pulls ? [DOCKER] : [])]
    .filter(([test]) => spawnSync("sh", ["-c", test], { env, stdio: "ignore" }).status !== 0)
    .map(([, name]) => name);
}
