import { findTerraform } from "../../../scripts/terraform/terraform-binary";
import { standIn, temporaryFolder } from "../../support/stand-in";

const folder = temporaryFolder();

function named(name: string, script: string): NodeJS.ProcessEnv {
  return { ...process.env, TERRAFORM_BINARY_NAME: standIn(folder, name, script) };
}

function version(number: string): string {
  return `echo '{"terraform_version": "${number}"}'`;
}

describe("finding Terraform", () => {
  test("takes the one on the PATH", async () => {
    const found = await findTerraform({ PATH: process.env.PATH });
    expect(found.program).toBe("terraform");
    expect(found.version).toMatch(/^1\.\d+\.\d+/);
  });

  test.each(["1.11.0", "1.11.4", "1.12.0-beta1", "2.0.0"])("takes version %s", async (number) => {
    await expect(findTerraform(named("new", version(number)))).resolves.toMatchObject({ version: number });
  });

  test.each(["1.10.9", "0.15.5", "1.9.0"])(
    "refuses version %s and says how to get another",
    async (number) => {
      const env = named("old", version(number));
      await expect(findTerraform(env)).rejects.toThrow(
        new RegExp(
          `Terraform 1\\.11\\.0 or later is needed, but "${env.TERRAFORM_BINARY_NAME}" is version ${number}\\.\n` +
            "Install it from https://developer.hashicorp.com/terraform/install",
        ),
      );
    },
  );

  test("says so when there is none on the PATH", async () => {
    await expect(findTerraform({ PATH: folder })).rejects.toThrow(
      /^Terraform 1\.11\.0 or later is needed, but no "terraform" is on the PATH\.\nInstall it from https:/,
    );
  });

  test("says which program was named and cannot be run", async () => {
    const env = { PATH: process.env.PATH, TERRAFORM_BINARY_NAME: "/nowhere/terraform" };
    await expect(findTerraform(env)).rejects.toThrow(
      'but TERRAFORM_BINARY_NAME is "/nowhere/terraform", which cannot be run (ENOENT).',
    );
  });

  test("says what a program said that is no Terraform", async () => {
    await expect(findTerraform(named("other", "echo unknown command >&2; exit 2"))).rejects.toThrow(
      /does not tell its version\. ".*other version -json" said: unknown command/,
    );
  });
});
