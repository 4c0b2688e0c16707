import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stateAdvice } from "../../../scripts/terraform/state-errors";
import { Terraform } from "../../../scripts/terraform/terraform";
import { READERS_TOKEN, TerraformCloud } from "../../support/terraform-cloud/terraform-cloud";

const home = mkdtempSync(path.join(tmpdir(), "home-"));
const use = { command: "npm run deploy -- trial", folder: "cdktf.out/stacks/openemr-trial" };
let cloud: TerraformCloud;

beforeAll(async () => {
  cloud = await TerraformCloud.start(async () => ({}));
});

afterAll(async () => {
  await cloud.close();
  rmSync(home, { recursive: true });
});

/** What is advised about the error of Terraform's first command in a new folder. */
async function adviceOn(
  block: object,
  environment: Readonly<Record<string, string>> = {},
  command: readonly string[] = ["init"],
): Promise<string | undefined> {
  const folder = mkdtempSync(path.join(home, "stack-"));
  const settings = { hostname: cloud.host, organization: "clinic", workspaces: { name: "openemr-trial" } };
  const terraform = { cloud: { ...settings, ...block } };
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ terraform }));
  const run = await Terraform.in(folder, { environment: { ...cloud.environment(home), ...environment } });
  const [name, ...args] = command;
  if (name !== "init") await run.init();
  const error = await run.capture(name!, ["-no-color", ...args]).then(
    () => undefined,
    (reason: Error) => reason.message,
  );
  return error && stateAdvice(error, use);
}

const withToken = (token: string) => ({
  TF_CLI_CONFIG_FILE: "/dev/null",
  [`TF_TOKEN_${cloud.host}`]: token,
});

test("nobody is signed in", async () => {
  expect(await adviceOn({}, { TF_CLI_CONFIG_FILE: "/dev/null" })).toMatch(
    /^No token for localhost:\d+\. .*\(terraform login localhost:\d+\), or set TF_TOKEN_localhost:\d+, .*repeat: npm run deploy -- trial$/,
  );
});

test("the token is no longer valid", async () => {
  expect(await adviceOn({}, withToken("an-old-one"))).toMatch(
    /^localhost:\d+ does not accept the token: it has expired, or was revoked\./,
  );
});

test("the organization is another", async () => {
  expect(await adviceOn({ organization: "clinik" })).toMatch(
    /^There is no organization "clinik" at localhost:\d+, or the token may not see it\..*OPENEMR_STATE_ORGANIZATION/,
  );
});

test("nothing answers at the host", async () => {
  expect(await adviceOn({ hostname: "localhost:1" })).toMatch(
    /^localhost:1 does not answer as .*OPENEMR_STATE_HOSTNAME;.*SSL_CERT_FILE/,
  );
});

test("the certificate is of an authority that is not known", async () => {
  expect(await adviceOn({}, { SSL_CERT_FILE: "/dev/null" })).toContain("set SSL_CERT_FILE to that one's");
});

test("the workspace is missing, and the token may make none", async () => {
  expect(await adviceOn({}, withToken(READERS_TOKEN))).toMatch(
    /^The workspace "openemr-trial" does not exist, .* npm run terraform-cloud -- setup trial$/,
  );
});

test("the project is missing, and the token may make none", async () => {
  const workspaces = { name: "openemr-trial", project: "Medical records" };
  // Terraform goes on without the project then, up to the workspace.
  expect(await adviceOn({ workspaces }, withToken(READERS_TOKEN))).toContain("setup trial");
});

test("no organization is set, which no bucket would help with", () => {
  const error =
    'There is no backend type named "none (organization is not set; set context.state of cdktf.json\nor OPENEMR_STATE_ORGANIZATION for it)".';
  expect(stateAdvice(error, use)).toMatch(/Nothing was changed: organization is not set; .* for it\.$/);
});

test("another workspace is chosen in the environment", async () => {
  expect(await adviceOn({}, { TF_WORKSPACE: "other" })).toMatch(/^TF_WORKSPACE names another workspace/);
});

test("the versions of Terraform here and there do not go together", async () => {
  await adviceOn({});
  cloud.organization.workspace("openemr-trial").attributes["terraform-version"] = "1.99.0";
  // As `terraform state rm`, which the operations of this project need.
  const advice = await adviceOn({}, {}, ["untaint", "-allow-missing", "terraform_data.nothing"]);
  expect(advice).toMatch(/the runs of clinic\/openemr-trial \(Terraform ~> 1\.99\.0\) could not read\./);
});

test("a remote state that somebody else writes is locked, and Terraform's word of who it is, is of itself", () => {
  const advice = stateAdvice(
    'Error: Error acquiring the state lock\n\nError message: workspace already locked (lock ID: "clinic/openemr-trial")\n' +
      "Lock Info:\n  ID:        51dc2748\n  Who:       me@here\n",
    use,
  );
  expect(advice).not.toContain("me@here");
  expect(advice).toMatch(/force-unlock clinic\/openemr-trial$/);
});
