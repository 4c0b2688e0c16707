import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InterruptedDeployment } from "../../../../scripts/commands/deploy/interrupted";
import { Terraform } from "../../../../scripts/terraform/terraform";
import { TerraformError } from "../../../../scripts/terraform/terraform-diagnostics";
import { OfflineAccount } from "../../../support/offline-account";

const description = "Database and files";
const policy = { role: "${aws_iam_role.backup_restore_role.name}", policy_arn: "arn:aws:iam::aws:policy/x" };
const stackWith = (keys: object) => ({
  terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
  provider: {
    aws: [{ region: "eu-west-1", default_tags: [{ tags: { Application: "clinic", Environment: "trial" } }] }],
  },
  resource: {
    aws_kms_key: {
      ...keys,
      data_key: { description },
      backup_key: { description: "Backups" },
    },
    aws_kms_alias: {
      data_key_alias: { name: "alias/data", target_key_id: "${aws_kms_key.data_key.key_id}" },
      backup_key_alias: { name: "alias/backup", target_key_id: "${aws_kms_key.backup_key.key_id}" },
    },
    aws_backup_vault: { backup_vault: { name: "vault", kms_key_arn: "${aws_kms_key.backup_key.arn}" } },
    aws_iam_role: { backup_restore_role: { name: "restore", assume_role_policy: "{}" } },
    aws_iam_role_policy_attachment: { backup_restore_role_policy: policy },
    aws_efs_file_system: {
      files: { creation_token: "files", encrypted: true, kms_key_id: "${aws_kms_key.data_key.arn}" },
    },
  },
});
/** A key that an earlier installation of the same name left: it has the same description. */
const STACK = stackWith({ another: { description } });
const KEPT = [
  "aws_kms_key.data_key",
  "aws_kms_key.backup_key",
  "aws_kms_alias.data_key_alias",
  "aws_kms_alias.backup_key_alias",
  "aws_backup_vault.backup_vault",
  "aws_iam_role.backup_restore_role",
];

const folder = mkdtempSync(path.join(tmpdir(), "interrupted-destroy-"));
writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(STACK));
const account = new OfflineAccount();
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await account.close();
});

test("a deploy after a destroy that stopped takes in again what was to be kept, and replaces nothing", async () => {
  const stack = await account.add(folder);
  jest.spyOn(Terraform, "in").mockResolvedValue(stack.terraform);
  jest.spyOn(console, "error").mockImplementation(() => {});
  const deployment = new InterruptedDeployment({
    folder: stack.folder,
    shownFolder: "stack",
    variables: [],
  });
  await stack.apply();
  expect(await deployment.before()).toBeUndefined();
  await stack.terraform.capture("state", ["rm", ...KEPT, "aws_kms_key.another"]);
  writeFileSync(path.join(stack.folder, "cdk.tf.json"), JSON.stringify(stackWith({})));
  const leftovers = await deployment.before();
  expect(leftovers!.lost.map(({ address }) => address)).toEqual(expect.arrayContaining(KEPT));
  await deployment.repair(leftovers!, true);
  const { resource_changes: changes = [] } = await stack.plan();
  const changed = changes.filter(({ change }) => change.actions.join() !== "no-op");
  expect(changed.map(({ address, change }) => `${address} ${change.actions}`)).toEqual([]);
}, 120_000);

test("the key of the data is known even where the account cannot be searched", async () => {
  const stack = await account.add(folder);
  const state = {
    resources: [
      {
        mode: "managed",
        type: "aws_efs_file_system",
        name: "files",
        instances: [{ attributes: { kms_key_id: "arn:aws:kms:eu-west-1:1:key/k-1" } }],
      },
    ],
  };
  const terraform = stack.terraform;
  jest.spyOn(terraform, "capture").mockResolvedValue(JSON.stringify(state));
  jest.spyOn(terraform, "plan").mockRejectedValue(new TerraformError("plan", []));
  jest.spyOn(Terraform, "in").mockResolvedValue(terraform);
  jest.spyOn(console, "error").mockImplementation(() => {});
  const deployment = new InterruptedDeployment({
    folder: stack.folder,
    shownFolder: "stack",
    variables: [],
  });
  const key = { address: "aws_kms_key.data_key", id: "k-1" };
  expect(await deployment.before()).toEqual({ halfMade: [], lost: [key] });
}, 120_000);

test("what is there and does not fit is refused by name, before anything is made", async () => {
  const lock = "aws_backup_vault_lock_configuration";
  const stack = await account.add(folder);
  jest.spyOn(Terraform, "in").mockResolvedValue(stack.terraform);
  jest.spyOn(console, "error").mockImplementation(() => {});
  const values = { id: "locked", backup_vault_name: "locked", changeable_for_days: 3 };
  account.providers.account.add(lock, values);
  const condition = "${self.changeable_for_days == 3}";
  const postcondition = [
    { condition, error_message: "The lock that is there has others. Nothing was changed." },
  ];
  const lifecycle = { ignore_changes: ["changeable_for_days"], postcondition };
  const resource = {
    [lock]: { lock: { backup_vault_name: "locked", changeable_for_days: 3, lifecycle } },
  };
  writeFileSync(path.join(stack.folder, "cdk.tf.json"), JSON.stringify({ ...STACK, resource }));
  const deployment = new InterruptedDeployment({
    folder: stack.folder,
    shownFolder: "stack",
    variables: [],
  });
  await expect(deployment.before()).rejects.toThrow(/do not fit:\nThe lock that is there has others/);
  expect(stack.resources().size).toBe(0);
}, 120_000);
