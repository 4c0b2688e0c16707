import type { CtyObject } from "../src";
import { REFUSAL_RULES, REGION_GAPS } from "../src";
import { refusalOf } from "../src/simulations/aws/account/rule";
import { SimulatedAccount } from "../src/simulations/aws/account/simulated-account";
import { SecretStore } from "../src/simulations/aws/secret-store";

const account = new SimulatedAccount(new SecretStore());
const nothing = account.snapshot();
afterEach(() => account.restore(nothing));

function refused(type: string, values: CtyObject): string | undefined {
  return refusalOf(REFUSAL_RULES, { action: "create", type, prior: null, values, config: values }, account);
}

describe("a role that was made a moment ago", () => {
  const role = { id: "server", arn: "arn:aws:iam::123456789012:role/server" };
  const makeRole = () =>
    account.changed({ action: "create", type: "aws_iam_role", prior: null, values: role, config: null });
  const SERVER = "aws_sagemaker_mlflow_tracking_server";

  test.each([
    ["as a value", SERVER, { role_arn: role.arn }],
    ["in a block", "aws_any_service", { access: [{ role: role.arn }] }],
    [
      "as a principal",
      "aws_s3_bucket_policy",
      { policy: JSON.stringify({ Statement: [{ Principal: { AWS: [role.arn] } }] }) },
    ],
  ])("is not known to what has it %s and does not try again", (_, type, values: CtyObject) => {
    makeRole();
    expect(refused(type, values)).toContain("cannot be assumed: it was made a moment ago");
    expect(refused("aws_lambda_function", values)).toBeUndefined();
    expect(refused(type, { text: `about ${role.arn}` })).toBeUndefined();
  });

  test("is known once something slow was made after it, and in the next run", () => {
    makeRole();
    const made = (type: string) =>
      account.changed({ action: "create", type, prior: null, values: { id: type }, config: null });
    made("aws_sns_topic");
    expect(refused(SERVER, { role_arn: role.arn })).toBeDefined();
    made("aws_sagemaker_domain");
    expect(refused(SERVER, { role_arn: role.arn })).toBeUndefined();
    account.restore(nothing);
    makeRole();
    account.adopt("aws_iam_role", role);
    expect(refused(SERVER, { role_arn: role.arn })).toBeUndefined();
  });
});

test.each([
  ["aws_sesv2_email_identity", {}, "ap-east-1"],
  ["aws_ses_receipt_rule", {}, "eu-central-2"],
  ["aws_vpc_endpoint", { service_name: "com.amazonaws.af-south-1.email-smtp" }, "af-south-1"],
  ["aws_vpc_endpoint", { service_name: "com.amazonaws.ap-east-1.bedrock-runtime" }, "ap-east-1"],
  ["aws_rds_cluster", { engine: "aurora-mysql", enable_http_endpoint: true }, "il-central-1"],
  ["aws_globalaccelerator_endpoint_group", { endpoint_group_region: "mx-central-1" }, "us-west-2"],
])("%s %j is not made in %s, which has none", (type, values, region) => {
  const missing = refused(type, { ...values, region });
  expect(missing).toContain("UnknownEndpoint");
  expect(refused(type, { ...values, region: "us-east-1", endpoint_group_region: null })).toBeUndefined();
  expect(REGION_GAPS.some(({ types }) => types.test(type))).toBe(true);
});

test("what a region has is made there, though it lacks something like it", () => {
  const there = { region: "il-central-1", engine: "aurora-mysql", enable_http_endpoint: false };
  expect(refused("aws_rds_cluster", there)).toBeUndefined();
  const logs = { region: "ap-east-1", service_name: "com.amazonaws.ap-east-1.logs" };
  expect(refused("aws_vpc_endpoint", logs)).toBeUndefined();
});

test("an import finds what is in the region that it names, and without one what is in the provider's own", () => {
  account.add("aws_kms_key", { id: "key-1", region: "eu-central-1" });
  expect(account.lookFor("aws_kms_key", "key-1", "eu-west-1")).toBeUndefined();
  expect(account.lookFor("aws_kms_key", "key-1@eu-central-1", "eu-west-1")).toMatchObject({ id: "key-1" });
  expect(account.lacks("aws_kms_key", "key-1")).toBe(false);
});
