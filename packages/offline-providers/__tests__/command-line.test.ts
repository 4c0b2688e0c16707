import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProcess } from "../../../scripts/system/run-process";

const SCRIPT = join(__dirname, "../src/command-line.ts");
const run = (...args: string[]) => runProcess(process.execPath, ["--import", "tsx", SCRIPT, ...args]);

describe("running a command with offline providers", () => {
  let folder: string;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "run-")));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("gives the command the providers and the folder, and ends with its code", async () => {
    const command = "console.log(process.cwd(), process.env.TF_REATTACH_PROVIDERS); process.exit(3)";
    const { code, stdout } = await run(folder, "--", process.execPath, "-e", command);
    expect(code).toBe(3);
    expect(stdout).toContain(folder);
    expect(stdout).toContain("registry.terraform.io/hashicorp/aws");
  });

  it("says how it is used, and what cannot be run", async () => {
    const [misused, missing] = await Promise.all([run(folder), run(folder, "--", "no-such-program")]);
    expect(misused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("<stack directory> -- terraform plan"),
    });
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("no-such-program") });
  });
});
