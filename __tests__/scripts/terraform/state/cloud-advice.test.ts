import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stateAdvice } from "../../../../scripts/terraform/state/advice";
import { READERS_TOKEN, TerraformCloud } from "../../../support/terraform-cloud/terraform-cloud";

const home = mkdtempSync(path.join(tmpdir(), "home-"));
let cloud: TerraformCloud;

beforeAll(async () => {
  cloud = await TerraformCloud.start(async () => ({}));
});

afterAll(async () => {
  await cloud.close();
  rmSync(home, { recursive: true });
});

/** The advice after a failed run of a stack with this block. */
async function adviceOn(block: object, environment: Readonly<Record<string, string>> = {}) {
  const project = mkdtempSync(path.join(home, "project-"));
  const settings = { hostname: cloud.host, organization: "clinic", workspaces: { name: "openemr-trial" } };
  const terraform = { cloud: { ...settings, ...block } };
  writeFileSync(path.join(project, "cdk.tf.json"), JSON.stringify({ terraform }));
  const use = { command: "npm run deploy -- trial", project, folder: "" };
  return stateAdvice(use, { ...process.env, ...cloud.environment(home), ...environment });
}

const withToken = (token: string) => ({
  TF_CLI_CONFIG_FILE: "/dev/null",
  [`TF_TOKEN_${cloud.host}`]: token,
});

test("nobody is signed in", async () => {
  expect(await adviceOn({}, { TF_CLI_CONFIG_FILE: "/dev/null" })).toMatch(
    /^There is no token for localhost:\d+\. .* terraform login localhost:\d+; or set TF_TOKEN_localhost:\d+, .*repeat: npm run deploy -- trial$/,
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
  expect(await adviceOn({ hostname: "localhost:1" }, { "TF_TOKEN_localhost:1": "x" })).toMatch(
    /^localhost:1 cannot be reached: .*OPENEMR_STATE_HOSTNAME;.*SSL_CERT_FILE/,
  );
});

test("the certificate is of an authority that is not known", async () => {
  expect(await adviceOn({}, { SSL_CERT_FILE: "/dev/null" })).toContain("set SSL_CERT_FILE to that one's");
});

test("the workspace is missing", async () => {
  expect(await adviceOn({}, withToken(READERS_TOKEN))).toMatch(
    /There is no such workspace, .* npm run terraform-cloud -- setup trial$/m,
  );
});
