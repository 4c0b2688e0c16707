import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { countsIn } from "../../../../scripts/commands/test-all/counts";
import { standIn, temporaryFolder } from "../../../support/stand-in";

const folder = temporaryFolder();
const PROJECT = path.join(__dirname, "../../../..");

/** Programs that every machine has. */
const BASE = ["sh", "ls", "grep"];
const SEARCHED = ["/usr/bin", "/bin"];

/** A machine with few programs, in a folder that is its whole PATH. */
function machine(name: string, programs: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const bin = path.join(folder, name);
  mkdirSync(bin);
  for (const program of BASE) {
    const found = SEARCHED.map((place) => path.join(place, program)).find((file) => existsSync(file));
    symlinkSync(found!, path.join(bin, program));
  }
  for (const [program, script] of Object.entries(programs)) standIn(bin, program, script);
  return { PATH: bin, HOME: bin, TERRAFORM_RELEASES: "none", LOG: path.join(bin, "log") };
}

async function testAll(env: NodeJS.ProcessEnv, args: readonly string[] = []) {
  const script = path.join(PROJECT, "scripts/commands/test-all/command.ts");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", script, ...args], {
    env,
    cwd: PROJECT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { stdout, stderr, code };
}

const log = (env: NodeJS.ProcessEnv) => readFileSync(env.LOG!, "utf8");
const LOGS = 'echo "$0 $*" | grep -o "[a-z-]* .*" >> "$LOG"';
const PRESENT: Readonly<Record<string, string>> = Object.fromEntries(
  ["busybox", "chromium", "curl", "git", "openssl", "unzip", "script", "aws", "mariadbd", "mariadb"].map(
    (name) => [name, ""],
  ),
);
const REST: Readonly<Record<string, string>> = {
  ...PRESENT,
  shellcheck: "",
  php: "echo mysqli; echo curl",
  moto_server: "",
  python3: "",
  terraform: `echo '{"terraform_version": "1.11.4"}'`,
};

test("installs what is missing by apt-get, and nothing that is here", async () => {
  const env = machine("debian", {
    ...PRESENT,
    "apt-get": LOGS,
    sudo: `${LOGS}; "$@"`,
    // After the installation PHP is no different here, so the next step is reached with what there is.
    php: "echo mysqli",
    moto_server: "",
    terraform: `echo '{"terraform_version": "1.11.4"}'; ${LOGS}`,
  });
  const { stdout, code, stderr } = await testAll({ ...env, AWS_ENDPOINT_URL: "http://x" }, ["--programs"]);
  expect([code, stderr]).toEqual([0, ""]);
  const installed = /apt-get install -y -qq --no-install-recommends (.*)/.exec(log(env))![1]!.split(" ");
  const apache = existsSync("/usr/lib/apache2/modules") ? [] : ["apache2", "libapache2-mod-php"];
  expect(installed.slice(0, 3)).toEqual(["shellcheck", "php-cli", "php-curl"]);
  expect(apache.every((name) => installed.includes(name))).toBe(true);
  expect(stdout).toContain("The tests need programs that are not here. To install them:\n");
});

test.each([
  ["Debian by their packages", "145.0", ["apt-get install .* chromium", "apt-get install .* awscli"]],
  // Its packages of both are snaps.
  [
    "Ubuntu otherwise",
    "(none)",
    [
      "node .*playwright-core.* chromium",
      "curl .*awscli-exe-linux-[\\w]+.zip .*",
      "unzip .*",
      "aws/install$",
    ],
  ],
])("installs Chromium and the AWS CLI in %s", async (system, candidate, expected) => {
  const { chromium: _, aws: __, ...rest } = REST;
  const env = machine(system, {
    ...rest,
    ...{ "apt-get": LOGS, "apt-cache": `echo "  Candidate: ${candidate}"`, sudo: '"$@"' },
    ...{ node: `case "$1" in -p) exit 1 ;; *) ${LOGS} ;; esac`, curl: LOGS, unzip: LOGS },
    ...{ mktemp: 'echo "$HOME"', uname: "echo aarch64" },
  });
  mkdirSync(path.join(env.HOME!, "aws"));
  standIn(path.join(env.HOME!, "aws"), "install", LOGS);
  const { code } = await testAll(env, ["--programs"]);
  const lines = log(env).trim().split("\n").slice(-expected.length);
  expect([code, ...lines]).toEqual([0, ...expected.map((each) => expect.stringMatching(each))]);
});

test("lists what is missing where nothing can install it", async () => {
  const { stderr, code } = await testAll(machine("unknown", { git: "", curl: "" }));
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^The tests need programs that are not here: shellcheck, busybox, chromium, openssl, .*\nThere is neither apt-get nor brew to install them\. Debian's packages are: shellcheck busybox chromium openssl /,
  );
});

test("says on macOS what Homebrew has not", async () => {
  const { busybox: _, ...rest } = REST;
  const env = machine("mac", { ...rest, brew: LOGS });
  const { stderr, code } = await testAll(env);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /Homebrew has no busybox.*: run the tests in Debian or Ubuntu, such as in a container\./,
  );
  expect(existsSync(env.LOG!)).toBe(false);
});

const hasApache = existsSync("/usr/lib/apache2/modules");
// Apache's module is looked for in its folder, which no PATH leads away from.
const withApt: Readonly<Record<string, string>> = hasApache ? {} : { "apt-get": "" };

const hasProvider = (env: NodeJS.ProcessEnv) =>
  mkdirSync(path.join(env.HOME!, ".terraform.d/plugins/registry.terraform.io/hashicorp/aws"), {
    recursive: true,
  });

test("runs both sets of tests at once, and says how many passed and failed", async () => {
  const npm = `${LOGS}\necho "Tests:       2 failed, 1 skipped, 40 passed, 43 total"; exit 1`;
  const env = machine("ready", { ...REST, ...withApt, npm });
  hasProvider(env);
  const { stdout, code } = await testAll(env);
  expect(stdout).toMatch(/^Tests: .*\n40 passed, 2 failed\n$/m);
  expect(code).toBe(1);
  expect(log(env)).toBe("npm run --silent test -- aws --forceExit\n");
});

test("counts tests that stop before they ran as a failure", async () => {
  const env = machine("early", { ...REST, ...withApt, npm: 'echo "no types" >&2; exit 1' });
  hasProvider(env);
  const { stdout, stderr, code } = await testAll(env);
  expect([stdout, stderr, code]).toEqual(["0 passed, 1 failed\n", "no types\n", 1]);
});

test("runs the tests where the emulated AWS cannot be installed, and says so", async () => {
  const { moto_server: _, ...rest } = REST;
  const env = machine("no moto", {
    ...rest,
    ...withApt,
    python3: `case "$2" in venv) case "$3" in --help) ;; *) exit 3 ;; esac ;; esac`,
    terraform: `if [ "$1" = version ]; then echo '{"terraform_version": "1.11.4"}'; else exit 4; fi`,
    npm: 'echo "Tests: 1 passed, 1 total"',
  });
  const { stdout, stderr, code } = await testAll({
    ...env,
    AWS_ENDPOINT_URL: "",
    TF_PLUGIN_MIRROR: "/nowhere",
  });
  // Python without its module for environments is installed first where there is an apt-get.
  expect(stdout).toMatch(/\n1 passed, 0 failed\n$/);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^"python3 -m venv .*" ended with code 3\./);
});

test("counts by the line with which Jest closes", () => {
  expect(countsIn("Tests:       1 failed, 2 skipped, 3 passed, 6 total")).toEqual({ passed: 3, failed: 1 });
  expect(countsIn("Tests: 4 passed, 4 total")).toEqual({ passed: 4, failed: 0 });
  expect(countsIn("")).toEqual({ passed: 0, failed: 0 });
});
