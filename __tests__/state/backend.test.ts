import { App, TerraformStack, Testing } from "cdktf";
import { addBackend } from "../../src/state/backend";
import { readStateSettings } from "../../src/state/state-settings";

function backendOf(
  context: unknown,
  environment?: string,
): { terraform: { backend?: unknown; cloud?: unknown } } {
  const stack = new TerraformStack(new App(), environment ? `openemr-${environment}` : "state-backend");
  addBackend(stack, readStateSettings(context, {}), environment);
  return { terraform: JSON.parse(Testing.synth(stack)).terraform };
}

const S3 = { bucket: "states", region: "eu-west-1", lockTable: "locks" };

test("S3 with one key an environment, encrypted and locked", () => {
  expect(backendOf(S3, "production").terraform.backend).toEqual({
    s3: {
      bucket: "states",
      key: "environments/production/terraform.tfstate",
      region: "eu-west-1",
      encrypt: true,
      dynamodb_table: "locks",
    },
  });
  expect(backendOf(S3).terraform.backend).toMatchObject({ s3: { key: "state-backend/terraform.tfstate" } });
});

test("S3 with its own key and the lock file of S3", () => {
  const kmsKey = "arn:aws:kms:eu-west-1:123456789012:key/1";
  expect(backendOf({ ...S3, kmsKey, useLockfile: true }, "a").terraform.backend).toMatchObject({
    s3: { kms_key_id: kmsKey, use_lockfile: true, dynamodb_table: "locks" },
  });
});

test("Terraform Cloud with a workspace an environment", () => {
  expect(
    backendOf({ kind: "cloud", organization: "clinic", project: "emr" }, "production").terraform.cloud,
  ).toEqual({
    hostname: "app.terraform.io",
    organization: "clinic",
    workspaces: { name: "openemr-production", project: "emr" },
  });
});

test("Terraform Enterprise by its host, and no project where none is set", () => {
  const settings = { kind: "cloud", organization: "clinic", hostname: "tfe.example.org" };
  expect(backendOf(settings, "production").terraform.cloud).toEqual({
    hostname: "tfe.example.org",
    organization: "clinic",
    workspaces: { name: "openemr-production" },
  });
});

test("local state is below the project, and its path names no folder of this machine", () => {
  expect(backendOf({ kind: "local" }, "trial").terraform.backend).toEqual({
    local: { path: "../../../state/openemr-trial.tfstate" },
  });
});

test("without a place, the backend is one that Terraform refuses by a name that says what to do", () => {
  expect(backendOf(undefined, "trial").terraform.backend).toEqual({
    "none (bucket, region, lockTable are not set; npm run bootstrap sets them)": {},
  });
});
