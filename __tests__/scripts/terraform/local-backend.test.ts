import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { forceLocalBackend } from "../../../scripts/terraform/local-backend";
import { Terraform } from "../../../scripts/terraform/terraform";
import { temporaryFolder } from "../../support/stand-in";

const parent = temporaryFolder();

const places = {
  s3: { backend: { s3: { bucket: "a-bucket-that-nobody-made", key: "state", region: "us-east-1" } } },
  cloud: { cloud: { organization: "a-clinic", workspaces: { name: "openemr" } } },
  "a local file elsewhere": { backend: { local: { path: "../../elsewhere.tfstate" } } },
  "a place that is not set": { backend: { "none (bucket is not set; npm run bootstrap sets it)": {} } },
};

test.each(Object.entries(places))(
  "state that lives in %s is kept in the folder instead, without an initialization",
  async (name, terraform) => {
    const folder = path.join(parent, name.replaceAll(" ", "-"));
    mkdirSync(folder);
    const stack = { terraform, resource: { terraform_data: { thing: {} } } };
    writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(stack));
    forceLocalBackend(folder);
    await (await Terraform.in(folder, { offline: true })).apply();
    expect(existsSync(path.join(folder, "terraform.tfstate"))).toBe(true);
    expect(existsSync(path.join(parent, "..", "elsewhere.tfstate"))).toBe(false);
  },
);
