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
  /** A command that installs it where the package manager has no such package. @param sudo goes before what root does */
  readonly otherwise?: (sudo: string) => string;
}

/** The browser that Playwright brings, in the place where scripts/system/browser.ts looks for it. */
const browser = () => "node node_modules/playwright-core/cli.js install --with-deps --no-shell chromium";

/** "Installing or updating to the latest version of the AWS CLI" of its user guide. */
const awsCli = (sudo: string) =>
  'folder=$(mktemp -d) && curl -fsS "https://awscli.amazonaws.com/awscli-exe-linux-$(uname -m).zip" -o "$folder/cli.zip" && ' +
  `unzip -q "$folder/cli.zip" -d "$folder" && ${sudo}"$folder/aws/install"`;

const PROGRAMS: readonly NeededProgram[] = [
  { name: "shellcheck", test: "command -v shellcheck" },
  { name: "busybox", test: "command -v busybox", brew: null },
  // Debian has packages of Chromium and of the AWS CLI. Ubuntu has only snaps of them, which containers do not run.
  {
    name: "chromium",
    test: `command -v "\${CHROMIUM:-chromium}" || test -x "$(node -p 'require("playwright-core").chromium.executablePath()')"`,
    brew: null,
    otherwise: browser,
  },
  { name: "curl", test: "command -v curl" },
  { name: "git", test: "command -v git" },
  { name: "openssl", test: "command -v openssl" },
  { name: "unzip", test: "command -v unzip" },
  { name: "script", test: "command -v script", apt: ["bsdutils"], brew: null },
  { name: "AWS CLI", test: "command -v aws", apt: ["awscli"], brew: "awscli", otherwise: awsCli },
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
  const install = (programs: readonly NeededProgram[]) =>
    `${sudo}apt-get install -y -qq --no-install-recommends ${aptPackages(programs).join(" ")}`;
  return {
    commands: (programs) => {
      const sure = programs.filter(({ otherwise }) => !otherwise);
      return [
        `${sudo}apt-get update -qq`,
        ...(sure.length > 0 ? [install(sure)] : []),
        ...programs.flatMap((program) => {
          if (!program.otherwise) return [];
          const isThere = `LC_ALL=C apt-cache policy ${aptPackages([program])} | grep -q "Candidate: [0-9]"`;
          return [`if ${isThere}; then ${install([program])}; else ${program.otherwise(sudo)}; fi`];
        }),
      ];
    },
    lacks: () => false,
  };
}

const HOMEBREW: PackageManager = {
  commands: (programs) => {
    const commands = programs.map(({ brew, name, otherwise }) =>
      brew === null ? otherwise!("") : `brew install ${brew ?? name}`,
    );
    return [...new Set(commands)];
  },
  lacks: ({ brew, otherwise }) => brew === null && otherwise === undefined,
};
