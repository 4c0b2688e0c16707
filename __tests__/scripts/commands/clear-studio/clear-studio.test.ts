import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { COMMAND_LINE } from "../../../../scripts/commands/clear-studio/arguments";
import type { Answer, Aws } from "../../../../scripts/commands/clear-studio/aws-cli";
import { clearEnvironment } from "../../../../scripts/commands/clear-studio/environment";
import { removeSecurityGroups } from "../../../../scripts/commands/clear-studio/security-groups";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { UserError } from "../../../../src/user-error";
import { ScriptProject } from "../../../support/script-project";

const readArguments = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;

interface Thing {
  Status: string;
  readonly SpaceName?: string;
  readonly UserProfileName?: string;
  readonly AppType?: string;
  readonly AppName?: string;
}

/** SageMaker, EMR Serverless and EC2 as far as the command knows them; deletions end at the next look but one. */
class FakeAws implements Aws {
  apps: Thing[] = [];
  spaces: Thing[] = [];
  spark = "STOPPED";
  domains: string[] = [];
  groups: Array<{ GroupId: string; GroupName: string; rules: Array<{ id: string; IsEgress: boolean }> }> = [];
  readonly done: string[] = [];

  async ask(service: string, command: string, ...args: readonly string[]): Promise<Answer> {
    const option = (name: string) => args[args.indexOf(name) + 1]!;
    if (!/^(list|describe|get)-/.test(command)) this.done.push([command, ...args].join(" "));
    switch (`${service} ${command}`) {
      case "sagemaker list-apps": {
        const Apps = this.apps.map((app) => ({ ...app }));
        for (const app of this.apps) {
          if (app.Status === "Deleting") app.Status = "Deleted";
          if (app.Status === "Pending") app.Status = "InService";
        }
        return { Apps };
      }
      case "sagemaker delete-app": {
        const app = this.apps.find(({ AppName }) => AppName === option("--app-name"))!;
        expect(app.Status).toBe("InService");
        app.Status = "Deleting";
        return {};
      }
      case "sagemaker list-spaces": {
        const Spaces = this.spaces.map((space) => ({ ...space }));
        this.spaces = this.spaces.filter(({ Status }) => Status !== "Deleting");
        return { Spaces };
      }
      case "sagemaker delete-space":
        expect(this.apps.filter(({ Status }) => Status !== "Deleted" && Status !== "Failed")).toEqual([]);
        this.spaces.find(({ SpaceName }) => SpaceName === option("--space-name"))!.Status = "Deleting";
        return {};
      case "sagemaker list-domains":
        return { Domains: this.domains.map((DomainId) => ({ DomainId })) };
      case "emr-serverless get-application":
        return { application: { state: this.spark } };
      case "emr-serverless stop-application":
        this.spark = "STOPPED";
        return {};
      case "ec2 describe-security-groups":
        expect(args).toContain("Name=vpc-id,Values=vpc-1");
        return { SecurityGroups: this.groups };
      case "ec2 describe-security-group-rules": {
        const group = this.groups.find(({ GroupId }) => args.includes(`Name=group-id,Values=${GroupId}`))!;
        return {
          SecurityGroupRules: group.rules.map(({ id, IsEgress }) => ({ SecurityGroupRuleId: id, IsEgress })),
        };
      }
      default:
        return {};
    }
  }
}

let aws: FakeAws;
let said: string[];
let asked: string[];
const tools = {
  say: (line: string) => said.push(line),
  confirm: async (question: string) => {
    asked.push(question);
  },
  pause: async () => {},
};
beforeEach(() => {
  aws = new FakeAws();
  said = [];
  asked = [];
});

describe("before the environment is turned off", () => {
  const clear = () =>
    clearEnvironment(aws, "production", { studio_domain_id: "d-1", spark_application_id: "00app" }, tools);

  it("deletes applications of spaces and of users, then spaces, and stops Spark", async () => {
    aws.apps = [
      { AppType: "JupyterLab", AppName: "lab", SpaceName: "one", Status: "InService" },
      { AppType: "Canvas", AppName: "canvas", UserProfileName: "ServerlessAnalyticsUser", Status: "Pending" },
      { AppType: "JupyterLab", AppName: "old", SpaceName: "one", Status: "Deleted" },
      { AppType: "CodeEditor", AppName: "broken", SpaceName: "one", Status: "Failed" },
    ];
    aws.spaces = [{ SpaceName: "one", Status: "InService" }];
    aws.spark = "STARTED";
    await clear();
    expect(aws.done).toEqual([
      "delete-app --domain-id d-1 --space-name one --app-type JupyterLab --app-name lab",
      "delete-app --domain-id d-1 --user-profile-name ServerlessAnalyticsUser --app-type Canvas --app-name canvas",
      "delete-space --domain-id d-1 --space-name one",
      "stop-application --application-id 00app",
    ]);
    expect(asked).toEqual(["All of this is deleted, for ever."]);
    expect(said).toContain("Space one, with its files");
    expect(said.at(-1)).toContain("set create_serverless_analytics_environment = false");
  });

  it("asks nothing where there is nothing to delete", async () => {
    await clear();
    expect({ asked, done: aws.done }).toEqual({ asked: [], done: [] });
  });

  it("gives up after a while", async () => {
    aws.spark = "STOPPING";
    await expect(clear()).rejects.toThrow(UserError);
  });
});

describe("after it", () => {
  const inbound = { GroupId: "sg-1", GroupName: "security-group-for-inbound-nfs-d-1" };
  const outbound = { GroupId: "sg-2", GroupName: "security-group-for-outbound-nfs-d-1" };

  it("takes out the rules by which the groups name each other, then deletes both", async () => {
    aws.groups = [
      { ...inbound, rules: [{ id: "sgr-1", IsEgress: false }] },
      { ...outbound, rules: [{ id: "sgr-2", IsEgress: true }] },
    ];
    await removeSecurityGroups(aws, "vpc-1", tools);
    expect(aws.done).toEqual([
      "revoke-security-group-ingress --group-id sg-1 --security-group-rule-ids sgr-1",
      "revoke-security-group-egress --group-id sg-2 --security-group-rule-ids sgr-2",
      "delete-security-group --group-id sg-1",
      "delete-security-group --group-id sg-2",
    ]);
    expect(asked).toEqual(["These security groups in vpc-1 are deleted."]);
  });

  it("leaves those of a domain that exists", async () => {
    aws.groups = [{ ...inbound, rules: [] }];
    aws.domains = ["d-1"];
    await removeSecurityGroups(aws, "vpc-1", tools);
    expect({ asked, done: aws.done }).toEqual({ asked: [], done: [] });
    expect(said).toContain("SageMaker has left no security group in vpc-1.");
  });
});

it.each([
  [["a", "b"], "One environment at a time"],
  [["--vpc", "mine"], "must be the id of a VPC"],
  [["production", "--vpc", "vpc-1"], "not both"],
  [["--force"], "--force"],
])("refuses %j", (args, message) => {
  expect(() => readArguments(args)).toThrow(message);
});

describe("as a command", () => {
  let project: ScriptProject;
  beforeEach(() => {
    project = new ScriptProject();
  });
  afterEach(() => project.remove());

  const run = (env: NodeJS.ProcessEnv, ...args: string[]) => project.run("clear-studio", args, { env });

  it("says what is missing where there is no AWS CLI", () => {
    expect(run({ PATH: project.folder }, "--vpc", "vpc-1")).toEqual({
      status: 1,
      output: expect.stringContaining("The AWS CLI is needed"),
    });
  });

  it("asks the CLI in the region that it is told, and tells why that refuses", () => {
    const program = path.join(project.folder, "aws");
    writeFileSync(program, '#!/bin/sh\necho "Unable to locate credentials for: $*" >&2\nexit 253\n');
    chmodSync(program, 0o755);
    const env = { PATH: `${project.folder}:${process.env.PATH}` };
    expect(run(env, "--vpc", "vpc-1", "--region", "eu-west-1")).toEqual({
      status: 1,
      output: expect.stringMatching(
        /^aws ec2 describe-security-groups: Unable .* Name=vpc-id,Values=vpc-1 .* --region eu-west-1 --output json\n$/,
      ),
    });
  });
});
