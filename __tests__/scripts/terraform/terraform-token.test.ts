import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findToken, tokenVariable } from "../../../scripts/terraform/terraform-token";
import { temporaryFolder } from "../../support/stand-in";

const home = temporaryFolder();
const write = (file: string, content: string) => writeFileSync(path.join(home, file), content);

beforeAll(() => mkdirSync(path.join(home, ".terraform.d")));

test("an environment variable comes first, with the signs that a host has and a variable has not", async () => {
  expect(tokenVariable("tfe-1.example.org")).toBe("TF_TOKEN_tfe__1_example_org");
  expect(await findToken("tfe-1.example.org", { HOME: home, TF_TOKEN_tfe__1_example_org: "a" })).toBe("a");
  expect(await findToken("app.terraform.io", { HOME: home, TF_TOKEN_APP_TERRAFORM_IO: "b" })).toBe("b");
  expect(await findToken("app.terraform.io", { HOME: home, TF_TOKEN_app_terraform_io: "" })).toBeUndefined();
  expect(
    await findToken("app.terraform.io", { HOME: home, TF_TOKEN_app_terraform_com: "c" }),
  ).toBeUndefined();
});

test("terraform login keeps it in a file, and people write it into another", async () => {
  write(".terraform.d/credentials.tfrc.json", '{"credentials":{"App.terraform.io":{"token":"of-login"}}}');
  write(
    ".terraformrc",
    [
      '# credentials "tfe.example.org" { token = "an-old-one" }',
      'plugin_cache_dir = "/tmp"',
      'credentials "other.example.org" {\n  token = "of-another"\n}',
      'credentials "tfe.example.org" {\n  token = "of-a-person"\n}',
    ].join("\n"),
  );
  expect(await findToken("app.terraform.io", { HOME: home })).toBe("of-login");
  expect(await findToken("tfe.example.org", { HOME: home })).toBe("of-a-person");
  expect(await findToken("nowhere.example.org", { HOME: home })).toBeUndefined();
});

test("a configuration file that is named takes the place of all others, as for Terraform", async () => {
  write("mine.tfrc", 'credentials "tfe.example.org" { token = "mine" }');
  const env = { HOME: home, TF_CLI_CONFIG_FILE: path.join(home, "mine.tfrc") };
  expect(await findToken("tfe.example.org", env)).toBe("mine");
  expect(await findToken("app.terraform.io", env)).toBeUndefined();
  expect(
    await findToken("app.terraform.io", { ...env, TF_CLI_CONFIG_FILE: path.join(home, "nowhere") }),
  ).toBeUndefined();
});
