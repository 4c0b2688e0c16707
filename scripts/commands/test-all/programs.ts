import { spawnSync } from "node:child_process";

/** A program, or a part of one, that tests run. */
export interface NeededProgram {
  readonly name: string;
  /** A test of the shell for it. */
  readonly test: string;
  /** Packages of Debian and Ubuntu. @default - the name */
  readonly apt?: readonly string[];
  /** A formula of Homebrew, or none where macOS cannot have it. @default - the name */
  readonly brew?: string | null;
}

const PROGRAMS: readonly NeededProgram[] = [
  { name: "shellcheck", test: "command -v shellcheck" },
  { name: "busybox", test: "command -v busybox", brew: null },
  { name: "chromium", test: "command -v chromium", brew: "--cask chromium" },
  { name: "curl", test: "command -v curl" },
  { name: "git", test: "command -v git" },
  { name: "openssl", test: "command -v openssl" },
  { name: "unzip", test: "command -v unzip" },
  { name: "script", test: "command -v script", apt: ["bsdutils"], brew: null },
  { name: "AWS CLI", test: "command -v aws", apt: ["awscli"], brew: "awscli" },
  // Only the programs of MariaDB: its server as a service would clash with MySQL, which GitHub's runners bring along.
  { name: "mariadbd", test: "command -v mariadbd", apt: ["mariadb-server-core"], brew: "mariadb" },
  { name: "mariadb", test: "command -v mariadb", apt: ["mariadb-client-core"] },
  // moto runs in an environment of its own.
  {
    name: "python3",
    test: "command -v moto_server || { python3 -m venv --help && python3 -c 'import ensurepip'; }",
    apt: ["python3", "python3-venv"],
    brew: "python",
  },
  { name: "PHP with mysqli", test: "php -m | grep -qx mysqli", apt: ["php-cli", "php-mysql"], brew: "php" },
  { name: "PHP with curl", test: "php -m | grep -qx curl", apt: ["php-cli", "php-curl"], brew: "php" },
  {
    name: "PHP in Apache",
    test: "ls /usr/lib/apache2/modules/libphp*.so",
    apt: ["apache2", "libapache2-mod-php"],
    brew: null,
  },
];

/** @returns the programs that are not here */
export function missingPrograms(
  env: NodeJS.ProcessEnv,
  programs: readonly NeededProgram[] = PROGRAMS,
): readonly NeededProgram[] {
  // Programs of servers lie where the path of some users does not lead.
  const PATH = `${env.PATH}:/usr/sbin:/usr/local/sbin:/sbin`;
  return programs.filter(
    ({ test }) => spawnSync("sh", ["-c", test], { env: { ...env, PATH }, stdio: "ignore" }).status !== 0,
  );
}

/** How a machine gets programs. */
export interface PackageManager {
  /** Commands of the shell that install all of these. */
  commands(programs: readonly NeededProgram[]): readonly string[];
  /** It has no package for this. */
  lacks(program: NeededProgram): boolean;
}

/** The package manager of this machine. @param isRoot commands need no `sudo` @returns undefined for an unknown one */
export function packageManager(env: NodeJS.ProcessEnv, isRoot: boolean): PackageManager | undefined {
  const has = (name: string) =>
    spawnSync("sh", ["-c", `command -v ${name}`], { env, stdio: "ignore" }).status === 0;
  if (has("apt-get")) return aptGet(isRoot ? "" : "sudo ");
  if (has("brew")) return HOMEBREW;
  return undefined;
}

export function aptPackages(programs: readonly NeededProgram[]): readonly string[] {
  return [...new Set(programs.flatMap(({ apt, name }) => apt ?? [name]))];
}

function aptGet(sudo: string): PackageManager {
  return {
    commands: (programs) => [
      `${sudo}apt-get update -qq`,
      `${sudo}apt-get install -y -qq --no-install-recommends ${aptPackages(programs).join(" ")}`,
    ],
    lacks: () => false,
  };
}

const HOMEBREW: PackageManager = {
  commands: (programs) => {
    const formulas = new Set(programs.map(({ brew, name }) => brew ?? name));
    return [...formulas].map((formula) => `brew install ${formula}`);
  },
  lacks: ({ brew }) => brew === null,
};
