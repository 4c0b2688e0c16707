import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startOfflineProviders } from "../src";
import { StackFiles } from "../src/configuration/stack-files";
import { Terraform } from "./terraform";

const folder = mkdtempSync(path.join(tmpdir(), "configuration-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), content);
}

function read(stack: string): StackFiles {
  const files = new StackFiles(path.join(folder, stack));
  files.read();
  return files;
}

const ROOT = `
terraform {
  backend "local" {
    path = "kept.tfstate"
  }
  required_providers {
    # null = { source = "hashicorp/null" }
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
    token = { source = "hashicorp/random" }
  }
}

module "names" {
  source = "./names"
  count  = 2
}

resource "aws_s3_bucket" "pages" {
  bucket = module.names[0].name
}
data "aws_region" "here" {}
`;

const NAMES = `
resource "random_pet" "name" {}
output "name" {
  value = random_pet.name.id
}
`;

describe("a configuration in HCL", () => {
  beforeAll(() => {
    write("hcl/main.tf", ROOT);
    write("hcl/names/main.tf", NAMES);
    write("hcl/kept.tfstate", '{"resources": [{"mode": "managed", "type": "aws_vpc", "instances": []}]}');
  });

  it("is read with its modules and its state", () => {
    const files = read("hcl");
    expect([...files.resources].sort()).toEqual(["aws_s3_bucket", "aws_vpc", "random_pet"]);
    expect([...files.dataSources]).toEqual(["aws_region"]);
    expect([...files.providers.values()]).toEqual([
      { localName: "aws", address: "registry.terraform.io/hashicorp/aws", version: "~> 6.0" },
      { localName: "random", address: "registry.terraform.io/hashicorp/random", version: undefined },
    ]);
  });

  it("is applied by Terraform", async () => {
    rmSync(path.join(folder, "hcl/kept.tfstate"));
    const providers = startOfflineProviders();
    const stack = path.join(folder, "hcl");
    const terraform = new Terraform(stack, await providers.environment(stack));
    await terraform.run("init");
    expect(await terraform.run("apply", "-auto-approve")).toContain("3 added");
    expect(await terraform.run("destroy", "-auto-approve")).toContain("3 destroyed");
    await providers.close();
  });
});

describe("a configuration in JSON", () => {
  it("is read in all forms that Terraform takes", () => {
    write(
      "json/main.tf.json",
      JSON.stringify({
        terraform: [{ required_providers: [{ random: "~> 3.0" }] }],
        resource: [{ random_pet: { a: {} } }, { aws_vpc: { a: {} } }],
        module: { far: [{ source: "terraform-aws-modules/vpc/aws" }], near: { source: "../hcl/names" } },
        data: { terraform_remote_state: { other: {} } },
      }),
    );
    const files = read("json");
    expect([...files.resources].sort()).toEqual(["aws_vpc", "random_pet"]);
    // Terraform has its own provider itself.
    expect([...files.providers.keys()].sort()).toEqual([
      "registry.terraform.io/hashicorp/aws",
      "registry.terraform.io/hashicorp/random",
    ]);
    expect(files.providers.get("registry.terraform.io/hashicorp/random")?.version).toBe("~> 3.0");
  });

  it("includes modules from elsewhere once they are fetched, and states of workspaces", () => {
    const modules = {
      Modules: [
        { Key: "", Dir: "." },
        { Key: "far", Dir: ".terraform/modules/far" },
      ],
    };
    write("json/.terraform/modules/modules.json", JSON.stringify(modules));
    write("json/.terraform/modules/far/main.tf", 'resource "aws_subnet" "a" {\n}\n');
    const state = {
      mode: "managed",
      type: "null_resource",
      provider: 'provider["registry.terraform.io/hashicorp/null"]',
    };
    write("json/terraform.tfstate.d/blue/terraform.tfstate", JSON.stringify({ resources: [state] }));
    const files = read("json");
    expect([...files.resources].sort()).toEqual(["aws_subnet", "aws_vpc", "null_resource", "random_pet"]);
    expect(files.providers.has("registry.terraform.io/hashicorp/null")).toBe(true);
  });

  it("that is broken is left to Terraform, which says where", async () => {
    write("broken/main.tf.json", '{"resource": ');
    const providers = startOfflineProviders();
    const stack = path.join(folder, "broken");
    const terraform = new Terraform(stack, await providers.environment(stack));
    await expect(terraform.run("init")).rejects.toThrow(/main\.tf\.json/);
    await providers.close();
  });
});
