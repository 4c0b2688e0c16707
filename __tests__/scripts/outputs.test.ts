import { rmSync } from "node:fs";
import path from "node:path";
import { stackOutputs } from "../../scripts/lib/stack-outputs";
import { DeployedStack, OFFLINE } from "../support/deployed-stack";
import { ScriptProject } from "../support/script-project";

const OUTPUTS = { url: "https://openemr.example.org", nat_public_ips: ["192.0.2.1"] };

let project: ScriptProject;
let stack: DeployedStack;

beforeAll(() => {
  project = new ScriptProject();
  stack = new DeployedStack(project.folder);
});

afterAll(() => project.remove());

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  return project.run("outputs.ts", args, { env: { ...OFFLINE, ...env } });
}

test("before there is anything to read, the next step is named", () => {
  expect(run([])).toEqual({
    status: 1,
    output: expect.stringContaining("Which environment? The environments are trial."),
  });
  expect(run(["trial"])).toEqual({
    status: 1,
    output: expect.stringMatching(
      /^The outputs of "trial" are read in cdktf.out\/stacks\/openemr-trial, but nothing was .* npm run synth\. .* npm run deploy -- trial\n$/,
    ),
  });
  stack.synthesize(OUTPUTS);
  const { status, output } = run(["trial"]);
  expect(status).toBe(1);
  expect(output).toMatch(
    /^The environment "trial" has no outputs: it was not deployed yet, or was destroyed\./m,
  );
}, 30_000);

describe("of a deployed environment", () => {
  beforeAll(() => stack.deploy(OUTPUTS));

  test("all are shown, or those that are named, each on its line", () => {
    expect(run(["trial"])).toEqual({
      status: 0,
      output: 'nat_public_ips = ["192.0.2.1"]\nurl = https://openemr.example.org\n',
    });
    expect(run(["trial", "url", "nat_public_ips"])).toEqual({
      status: 0,
      output: 'https://openemr.example.org\n["192.0.2.1"]\n',
    });
    expect(JSON.parse(run(["trial", "url", "--json"]).output)).toEqual({ url: OUTPUTS.url });
  }, 30_000);

  test("a name that is none leads to those that are", () => {
    const { status, output } = run(["trial", "ulr"]);
    expect(status).toBe(1);
    expect(output).toContain('The environment "trial" has no output "ulr". It has nat_public_ips, url.');
    expect(run(["trial", "--jsno"]).output).toMatch(/--jsno.*Usage: npm run outputs/s);
  }, 30_000);

  test("a folder that Terraform does not know yet is prepared, and the output stays clean", async () => {
    rmSync(path.join(stack.folder, ".terraform"), { recursive: true });
    const said = jest.spyOn(console, "error").mockImplementation(() => {});
    const outputs = await stackOutputs(project.folder, "trial");
    expect(said.mock.calls).toEqual([
      ["Preparing Terraform in cdktf.out/stacks/openemr-trial (terraform init) ..."],
    ]);
    said.mockRestore();
    expect(outputs.text("url")).toBe(OUTPUTS.url);
    expect(() => outputs.text("nat_public_ips")).toThrow('is ["192.0.2.1"], but must be a text.');
  }, 30_000);

  test("an error of the state comes with the way out", () => {
    const env = project.standInForTerraform("echo 'Error: No valid credential sources found' >&2; exit 1");
    const { status, output } = run(["trial"], env);
    expect(status).toBe(1);
    expect(output).toContain("`aws sts get-caller-identity` must answer.");
  }, 30_000);
});
