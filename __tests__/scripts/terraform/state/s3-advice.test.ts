import { s3Advice } from "../../../../scripts/terraform/state/s3-advice";
import { EmulatedState } from "../../../support/emulated-state";

const PLACE = "states/environments/trial/terraform.tfstate";
const BACKEND = {
  bucket: "states",
  key: "environments/trial/terraform.tfstate",
  region: "eu-west-1",
  dynamodb_table: "locks",
};
const LOCK = JSON.stringify({
  ID: "51dc2748-0000",
  Operation: "OperationTypeApply",
  Who: "me@here",
  Created: "2026-11-29T20:00:00Z",
});
const use = {
  command: "npm run deploy -- trial",
  project: "/nowhere",
  folder: "cdktf.out/stacks/openemr-trial",
};

let state: EmulatedState;
const inherited = { ...process.env };

beforeEach(async () => {
  state = new EmulatedState();
  await state.start();
  Object.assign(process.env, state.env);
});

afterEach(async () => {
  process.env = { ...inherited };
  state.stop();
});

test("a place that is as Terraform left it needs no advice", async () => {
  expect(await s3Advice(BACKEND, use)).toBeUndefined();
  state.write(PLACE, '{"version": 4}');
  expect(await s3Advice(BACKEND, use)).toBeUndefined();
  expect(await s3Advice({ ...BACKEND, dynamodb_table: undefined, use_lockfile: true }, use)).toBeUndefined();
});

test.each([
  [404, /^The state bucket "states" .* does not exist\. Nothing was changed\..*npm run bootstrap$/],
  [403, /^The state bucket "states" .* refuses these credentials\..*repeat: npm run deploy -- trial$/],
  [301, /^The state bucket "states" .* is not in eu-west-1\..*OPENEMR_STATE_REGION\.$/],
])("a bucket that answers %i", async (status, advice) => {
  state.bucketStatus = status;
  expect(await s3Advice(BACKEND, use)).toMatch(advice);
});

test.each([
  ["table", BACKEND, () => state.entries.set(PLACE, { Info: { S: LOCK } })],
  [
    "file",
    { ...BACKEND, dynamodb_table: undefined, use_lockfile: true },
    () => state.objects.set(`${PLACE}.tflock`, LOCK),
  ],
])("a lock in a %s is told with who holds it and how to release it", async (_, backend, lock) => {
  lock();
  const advice = await s3Advice(backend, use);
  expect(advice).toContain("Another run (me@here, OperationTypeApply, since 2026-11-29T20:00:00Z) holds");
  expect(advice).toMatch(/repeat: npm run deploy -- trial$/m);
  expect(advice).toContain("terraform -chdir=cdktf.out/stacks/openemr-trial force-unlock 51dc2748-0000");
  // A command that only reads takes none.
  expect(await s3Advice(backend, { ...use, takesLock: false })).toBeUndefined();
});

test("a lock table that does not exist is told", async () => {
  state.hasTable = false;
  expect(await s3Advice(BACKEND, use)).toMatch(
    /^The lock table "locks" .* does not exist in eu-west-1\..*OPENEMR_STATE_LOCK_TABLE|npm run bootstrap$/,
  );
});

test.each([
  ["replaced by hand", () => state.objects.set(PLACE, "{}")],
  ["deleted", () => state.objects.delete(PLACE)],
])("a state that was %s leads to its older versions", async (_, change) => {
  state.write(PLACE, '{"version": 4}');
  change();
  const advice = await s3Advice(BACKEND, use);
  expect(advice).toContain(
    "aws s3api list-object-versions --bucket states --prefix environments/trial/terraform.tfstate",
  );
  expect(advice).toContain('{"LockID":{"S":"states/environments/trial/terraform.tfstate-md5"}}');
});

test("without credentials, the command that must answer is named", async () => {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) delete process.env[name];
  Object.assign(process.env, { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" });
  expect(await s3Advice(BACKEND, use)).toMatch(
    /^No AWS credentials: `aws sts get-caller-identity` must answer\. .* repeat: npm run deploy -- trial$/,
  );
});

test("where AWS does not answer, there is nothing to add", async () => {
  state.bucketStatus = 500;
  expect(await s3Advice(BACKEND, use)).toBeUndefined();
});
