import { mkdirSync } from "node:fs";
import path from "node:path";
import { describeTerraform, findTerraform } from "../../../scripts/terraform/terraform-binary";
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
    // Its command "version" has neither these arguments nor a use for a provider.
    const others = { TF_CLI_ARGS: "-parallelism=5", TF_REATTACH_PROVIDERS: "junk" };
    const found = await findTerraform({ PATH: process.env.PATH, ...others });
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

  test("says so when there is none on the PATH and none may be fetched", async () => {
    const env = { PATH: folder, TERRAFORM_RELEASES: "none" };
    await expect(findTerraform(env, path.join(folder, "empty"))).rejects.toThrow(
      /^Terraform 1\.11\.0 or later is needed, but no "terraform" is on the PATH, and TERRAFORM_RELEASES is "none", so none is fetched\.\nInstall it from https:/,
    );
  });

  test("takes OpenTofu where Terraform is missing or too old, and says so", async () => {
    const programs = path.join(folder, "tofu");
    mkdirSync(programs);
    standIn(programs, "tofu", version("1.11.2"));
    const found = await findTerraform({ PATH: `${programs}:/nowhere` });
    expect(describeTerraform(found)).toBe("OpenTofu 1.11.2 (tofu)");
    standIn(programs, "terraform", version("1.9.8"));
    await expect(findTerraform({ PATH: programs })).resolves.toEqual(found);
    standIn(programs, "terraform", version("1.12.0"));
    const terraform = await findTerraform({ PATH: programs });
    expect(describeTerraform(terraform)).toBe("Terraform 1.12.0 (terraform)");
  });

  test("takes the release that was fetched before, and none that is too old", async () => {
    const programs = path.join(folder, "old programs");
    const cache = path.join(folder, "cache");
    mkdirSync(programs);
    standIn(programs, "terraform", version("1.9.8"));
    standIn(programs, "tofu", version("1.8.0"));
    const env = { PATH: programs, TERRAFORM_RELEASES: "none" };
    await expect(findTerraform(env, cache)).rejects.toThrow('but "terraform" is version 1.9.8, and');
    const pinned = path.join(cache, "terraform-1.11.4");
    mkdirSync(pinned, { recursive: true });
    const program = standIn(pinned, "terraform", version("1.11.4"));
    await expect(findTerraform(env, cache)).resolves.toEqual({ program, version: "1.11.4" });
  });

  test("says that it fetches, from where, and what went wrong", async () => {
    const said = jest.spyOn(console, "error").mockImplementation();
    const env = { PATH: folder, TERRAFORM_RELEASES: "http://127.0.0.1:1" };
    const cache = path.join(folder, "to fetch into");
    // Two at once fetch it once.
    const [one, other] = await Promise.allSettled([findTerraform(env, cache), findTerraform(env, cache)]);
    const lines = said.mock.calls.map(([line]) => String(line));
    said.mockRestore();
    expect(lines).toEqual([
      expect.stringMatching(
        /^Terraform 1\.11\.0 or later is needed, but no "terraform" is on the PATH\.\nFetching Terraform 1\.11\.4 \(about 30 MB\) from http:\/\/127\.0\.0\.1:1 into .*to fetch into; its checksum and HashiCorp's signature/,
      ),
    ]);
    expect(one).toEqual(other);
    expect(one).toMatchObject({
      status: "rejected",
      reason: { message: expect.stringMatching(/cannot be fetched: (?!Error).*\nInstall it from https:/) },
    });
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
