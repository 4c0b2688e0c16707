import { remainsOf } from "../../../scripts/terraform/interrupted/remains";
import { instancesIn } from "../../../scripts/terraform/interrupted/state-file";
import { protectedRemains, unprotect } from "../../../scripts/terraform/interrupted/unprotect";
import { OfflineAccount, type OfflineStack, type Values } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { OFF } from "../../support/toggles";

const PROTECTED: Values = { ...OFF, deletion_protection: true, enable_long_term_cloudtrail_monitoring: true };
const UNPROTECTED: Values = { ...PROTECTED, deletion_protection: false };

const account = new OfflineAccount();
const there = (type?: string) => account.providers.account.resources(type).map(({ values }) => values.id);
/** Each test goes on from where the one before left it. */
let stack: OfflineStack;
beforeAll(async () => {
  stack = await account.add(SynthesizedProject.shared().stack("openemr-production"));
});
afterAll(() => account.close());

it("a first deployment that failed is protected from the moment on at which OpenEMR can be used", async () => {
  account.providers.failures = ({ type, action }) =>
    type === "aws_ecs_service" && action === "create" ? { message: "no capacity" } : undefined;
  await expect(stack.apply(PROTECTED)).rejects.toThrow("no capacity");
  account.providers.failures = undefined;
  const before = instancesIn(stack.state).map(({ address }) => address);
  await expect(stack.destroy(PROTECTED)).rejects.toThrow("Complete this first deployment by npm run deploy");
  await expect(stack.destroy(UNPROTECTED)).rejects.toThrow("nothing is destroyed");
  // Tasks that operators start are made later than the service, and hold nothing.
  const after = new Set(instancesIn(stack.state).map(({ address }) => address));
  const gone = before.filter((address) => !after.has(address));
  expect(gone.filter((address) => !/^aws_\w+\.operations_/.test(address))).toEqual([]);
}, 300_000);

it("it is removed without waiting for names, and begins again under the same ones", async () => {
  await unprotect(stack.terraform, protectedRemains(stack.state, "production"), []);
  // Nothing was made on the way.
  expect(there("aws_ecs_service")).toEqual([]);
  await stack.destroy(UNPROTECTED);
  expect(there()).toEqual([expect.stringContaining("-database-final-")]);
  await stack.apply(PROTECTED);
  expect(remainsOf(stack.state)).toMatchObject({ isProtected: true, isWorthless: false });
  expect(remainsOf(stack.state).kept).toEqual([
    "aws_backup_vault.backup_vault",
    "aws_iam_role.backup_restore_role",
    "aws_iam_role_policy_attachment.backup_restore_role_policy",
    "aws_kms_alias.backup_key_alias",
    "aws_kms_alias.data_key_alias",
    "aws_kms_key.backup_key",
    "aws_kms_key.data_key",
  ]);
  expect(() => protectedRemains(stack.state, "production")).toThrow(
    '--unfinished removes a first deployment that was never completed, but "production" was.',
  );
}, 300_000);
