import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { planOffline } from "../../../scripts/terraform/offline-plan";
import { temporaryFolder } from "../../support/stand-in";

const parent = temporaryFolder();

/** A stack with its state in a bucket that does not exist and one resource of the provider. */
function writeStack(name: string, tfvars = ""): string {
  const folder = path.join(parent, name);
  mkdirSync(folder);
  const stack = {
    terraform: {
      backend: { s3: { bucket: "a-bucket-that-nobody-made", key: "state", region: "us-east-1" } },
      required_providers: { aws: { source: "aws", version: "6.25.0" } },
    },
    provider: { aws: [{ region: "us-east-1" }] },
    variable: {
      cidr: { type: "string", default: "10.0.0.0/16" },
      size: { type: "number", default: 1 },
      certificate_arn: { type: "string", default: "" },
      people: { type: "list(string)", default: [] },
    },
    data: { aws_caller_identity: { account: {} } },
    output: { account: { value: "${data.aws_caller_identity.account.account_id}" } },
    check: {
      wide: { assert: [{ condition: '${var.cidr != "10.0.0.0/8"}', error_message: "That is wide." }] },
    },
    resource: { aws_vpc: { network_vpc: { cidr_block: "${var.cidr}" } } },
  };
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(stack));
  writeFileSync(path.join(folder, "terraform.tfvars"), tfvars);
  return folder;
}

test("plans a stack without its backend, credentials or network", async () => {
  const { json, text, warnings } = await planOffline(writeStack("plan", 'cidr = "10.0.0.0/8"'), [], {
    asText: true,
  });
  expect(json.resource_changes).toMatchObject([
    { address: "aws_vpc.network_vpc", change: { actions: ["create"], after: { cidr_block: "10.0.0.0/8" } } },
  ]);
  expect(json.checks).toContainEqual(expect.objectContaining({ status: "fail" }));
  expect(warnings).toMatchObject([{ summary: "Check block assertion failed", detail: "That is wide." }]);
  expect(text).toContain("1 to add");
});

test("takes the account of an operator's own certificate for the one of the plan", async () => {
  const certificate = (account: string) => `arn:aws:acm:us-east-1:${account}:certificate/0000`;
  const account = async (...given: Parameters<typeof planOffline>) =>
    (await planOffline(...given)).json.planned_values?.outputs?.account?.value;
  const file = `certificate_arn = "${certificate("111122223333")}"`;
  expect(await account(writeStack("of-file", file), [])).toBe("111122223333");
  const assigned = [`certificate_arn=${certificate("444455556666")}`];
  expect(await account(writeStack("of-command-line", file), assigned)).toBe("444455556666");
  expect(await account(writeStack("of-nobody"), [])).toBe("123456789012");
});

test("fails for a variable that is not declared", async () => {
  await expect(planOffline(writeStack("undeclared"), ["cdir=10.0.0.0/16"])).rejects.toThrow(
    '--var cdir=10.0.0.0/16 sets "cdir", which is not a variable of the stack. Did you mean "cidr"?',
  );
});

test("fails for a value in a file that no variable is named for, of which Terraform only warns", async () => {
  await expect(planOffline(writeStack("warned", 'cdir = "10.0.0.0/16"'), [])).rejects.toThrow(
    'terraform.tfvars sets "cdir", which is not a variable of the stack. Did you mean "cidr"? Correct',
  );
});

test("takes null only from a file", async () => {
  await expect(planOffline(writeStack("null"), ["cidr=null"])).rejects.toThrow(
    '--var cidr=null would set the text "null", as Terraform takes it from the command line. ' +
      "For no value, write cidr = null in terraform.tfvars.",
  );
});

test("tells a text of the command line that lacks its quotation marks, where Terraform reads an expression", async () => {
  await expect(
    planOffline(writeStack("bare"), ["people=[a@example.org]", "cidr=10.0.0.0/8"]),
  ).rejects.toThrow('--var people=[a@example.org] cannot be read: a@example.org must be "a@example.org".');
});

test("tells a value of the command line that is of another type", async () => {
  await expect(planOffline(writeStack("type"), ["size=many"])).rejects.toThrow(
    /^terraform plan failed\.\n\nError: .*\n {2}given: size=many\n\n {2}Unsuitable value for var\.size .*: a number is required\.$/,
  );
});

test("fails for a word where a number belongs, and says where it is written", async () => {
  await expect(planOffline(writeStack("word", "# Sizes\nsize = true\n"), [])).rejects.toThrow(
    / {2}at terraform\.tfvars, line 2: size = true\n\n {2}The given value is not suitable for var\.size: number required\.$/,
  );
});
