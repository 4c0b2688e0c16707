import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./terraform";

const PROGRAM = join(__dirname, "../bin/offline-providers.js");

describe("the command line", () => {
  let folder: string;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "command-line-")));
    const configuration = { resource: { random_pet: { mascot: {} } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const offlineProviders = (...args: string[]) =>
    run(process.execPath, [PROGRAM, ...args], { folder: __dirname });
  const told = "console.log(process.cwd(), process.env.TF_REATTACH_PROVIDERS); process.exit(3)";

  it("gives a command the providers that the folder needs, and ends with its code", async () => {
    const { code, stdout } = await offlineProviders("exec", folder, "--", process.execPath, "-e", told);
    expect(code).toBe(3);
    expect(stdout).toContain(folder);
    expect(stdout).toContain("registry.terraform.io/hashicorp/random");
    expect(stdout).not.toContain("hashicorp/aws");
  });

  it.each([
    [[], "No command is given."],
    [["apply", "."], 'There is no command "apply".'],
    [["exec", "."], 'No command to run is given after "--".'],
    [["plan", "one", "two"], "One folder at a time, but one, two were given."],
    [["plan", "-destroy"], 'There is no option "-destroy". What is for terraform plan comes after "--".'],
  ])("refuses %j with its usage", async (args, message) => {
    const { code, stderr } = await offlineProviders(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(`${message}\n\nRuns Terraform with`);
  });

  it("says what cannot be run, and where nothing is", async () => {
    const [program, nowhere, unplanned] = await Promise.all([
      offlineProviders("exec", folder, "--", "no-such-program"),
      offlineProviders("exec", join(folder, "nowhere"), "--", "terraform", "plan"),
      offlineProviders("plan", "nowhere"),
    ]);
    expect(program).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("no-such-program cannot be run"),
    });
    expect(nowhere).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no folder .*nowhere\. Give/),
    });
    expect(unplanned).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no folder nowhere\./),
    });
  });

  it("helps", async () => {
    expect(await offlineProviders("--help")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("offline-providers plan [<folder>]"),
    });
  });
});
