import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { terraformCloud } from "../../../../scripts/commands/terraform-cloud/command";
import { TerraformCloud } from "../../../support/terraform-cloud/terraform-cloud";

export const ROLE = "arn:aws:iam::123456789012:role/openemr-terraform";

/** The command in a project with some environments, beside a Terraform Cloud that is empty before each test. */
export class CommandRun {
  cloud!: TerraformCloud;
  readonly project = mkdtempSync(path.join(tmpdir(), "terraform-cloud-"));
  private env: NodeJS.ProcessEnv = {};

  constructor() {
    const { project } = this;
    beforeAll(async () => {
      this.cloud = await TerraformCloud.start(async () => ({}));
      mkdirSync(path.join(project, "environments"));
      const write = (name: string, text: string) => writeFileSync(path.join(project, name), text);
      write("environments/trial.tfvars", 'region = "eu-west-1"\n');
      write("environments/copied.tfvars", 'region = "eu-west-1"\nbackup_copy_region = "eu-central-1"\n');
      write("environments/nowhere.tfvars", 'region = join("-", ["eu", "west-1"])\n');
      for (const name of ["west", "west-coast"])
        write(`environments/${name}.tfvars`, 'region = "us-west-2"\n');
      write("cdktf.json", "{}");
    });
    beforeEach(() => {
      const { requests, organization, host } = this.cloud;
      requests.length = 0;
      organization.workspaces.length = 0;
      organization.projects.length = 1;
      this.env = {
        PATH: process.env.PATH,
        OPENEMR_STATE_KIND: "cloud",
        OPENEMR_STATE_ORGANIZATION: "clinic",
        OPENEMR_STATE_HOSTNAME: host,
        ...this.cloud.environment(project),
      };
    });
    afterAll(async () => {
      await this.cloud.close();
      rmSync(project, { recursive: true });
    });
  }

  /** @returns what it printed, and the exit code */
  async run(line: string, more: NodeJS.ProcessEnv = {}): Promise<{ output: string; code: number }> {
    const said = jest.spyOn(console, "log").mockImplementation(() => {});
    try {
      await terraformCloud(line.split(" "), { project: this.project, env: { ...this.env, ...more } });
      return { output: said.mock.calls.join("\n"), code: Number(process.exitCode ?? 0) };
    } finally {
      said.mockRestore();
      process.exitCode = undefined;
    }
  }
}
