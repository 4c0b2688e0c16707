import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { type OfflineProviders, startOfflineProviders, UnsupportedError } from "../src";
import { Fixture } from "./fixture";
import { Terraform } from "./terraform";

const folder = mkdtempSync(path.join(tmpdir(), "refusals-"));
let providers: OfflineProviders;

beforeEach(() => {
  providers = startOfflineProviders();
});
afterEach(() => providers.close());
afterAll(() => rmSync(folder, { recursive: true }));

function stackWith(name: string, configuration: object): string {
  const stack = path.join(folder, name);
  mkdirSync(stack, { recursive: true });
  writeFileSync(path.join(stack, "main.tf.json"), JSON.stringify(configuration));
  return stack;
}

describe("what cannot be served is refused before Terraform runs", () => {
  it("a provider whose package is not installed, with the places where it was looked for", async () => {
    const stack = stackWith("google", { resource: { google_storage_bucket: { pages: { name: "pages" } } } });
    await expect(providers.environment(stack)).rejects.toThrow(UnsupportedError);
    await expect(providers.environment(stack)).rejects.toThrow(
      `looked for from ${stack}, ${process.cwd()}, `,
    );
  });

  it("a provider that shares its name with another one", async () => {
    const required_providers = { aws: { source: "example/aws" } };
    const stack = stackWith("other-aws", { terraform: { required_providers } });
    await expect(providers.environment(stack)).rejects.toThrow(
      "needs the provider registry.terraform.io/example/aws, but the installed @cdktf/provider-aws is of registry.terraform.io/hashicorp/aws",
    );
  });

  it("an ephemeral resource whose schema no package carries, with those that are known", async () => {
    const stack = stackWith("ephemeral", { ephemeral: { aws_ssm_parameter: { token: { arn: "x" } } } });
    await expect(providers.environment(stack)).rejects.toThrow(
      /ephemeral resource aws_ssm_parameter, which cannot be served offline.*only aws_secretsmanager_random_password and aws_secretsmanager_secret_version are known/,
    );
  });

  it("a package without embedded sources", async () => {
    const stack = stackWith("without-sources", { resource: { random_pet: { one: {} } } });
    const installed = path.dirname(createRequire(__filename).resolve("@cdktf/provider-random/package.json"));
    const copy = path.join(stack, "node_modules/@cdktf/provider-random");
    cpSync(installed, copy, { recursive: true });
    const module = path.join(copy, "lib/pet/index.js");
    writeFileSync(module, readFileSync(module, "utf8").replace(/^\/\/# sourceMappingURL.*$/m, ""));
    await expect(providers.environment(stack)).rejects.toThrow(/pet\/index\.js embeds no source map/);
  });

  it("nothing, where other providers are left to Terraform", async () => {
    const stack = stackWith("mixed", {
      resource: { google_storage_bucket: { a: {} }, random_pet: { a: {} } },
    });
    const some = startOfflineProviders({ only: ["random"] });
    const { TF_REATTACH_PROVIDERS } = await some.environment(stack);
    expect(Object.keys(JSON.parse(TF_REATTACH_PROVIDERS!))).toEqual([
      "registry.terraform.io/hashicorp/random",
      // OpenTofu looks for it in its own registry.
      "registry.opentofu.org/hashicorp/random",
    ]);
    await some.close();
  });

  it("is served by the next call, where it was installed or left out meanwhile", async () => {
    const stack = stackWith("mended", { resource: { google_storage_bucket: { a: {} } } });
    await expect(providers.environment(stack)).rejects.toThrow(UnsupportedError);
    stackWith("mended", { resource: { random_pet: { a: {} } } });
    const again = startOfflineProviders();
    await new Terraform(stack, await again.environment(stack)).run("init");
    await again.close();
  });
});

test("what comes into the configuration later is refused by Terraform, in the same words", async () => {
  const fixture = await Fixture.create({ resource: { random_pet: { a: {} } } });
  fixture.configure({ ephemeral: { aws_ssm_parameter: { token: { arn: "x" } } } });
  await expect(fixture.plan()).rejects.toThrow(/aws_ssm_parameter, which cannot be served offline/);
  await fixture.close();
});
