import { COMMAND_LINE } from "../../../../scripts/commands/clear-studio/arguments";
import { makeClients } from "../../../../scripts/commands/clear-studio/clients";
import { clearEnvironment } from "../../../../scripts/commands/clear-studio/environment";
import { removeSecurityGroups } from "../../../../scripts/commands/clear-studio/security-groups";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { UserError } from "../../../../src/user-error";
import { ScriptProject } from "../../../support/script-project";
import { EmulatedStudio } from "./emulated-studio";

const readArguments = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;
const CREDENTIALS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

let aws: EmulatedStudio;
let said: string[];
let asked: string[];
const inherited = { ...process.env };
const tools = {
  say: (line: string) => said.push(line),
  confirm: async (question: string) => {
    asked.push(question);
  },
  pause: async () => {},
};

beforeEach(async () => {
  aws = new EmulatedStudio();
  await aws.start();
  Object.assign(process.env, CREDENTIALS, { AWS_ENDPOINT_URL: aws.url });
  [said, asked] = [[], []];
});

afterEach(() => {
  process.env = { ...inherited };
  aws.stop();
});

describe("before the environment is turned off", () => {
  const environment = { studio_domain_id: "d-1", spark_application_id: "00app" };
  const clear = (confirm = tools.confirm) =>
    clearEnvironment(makeClients("eu-west-1"), "production", environment, { ...tools, confirm });

  beforeEach(() => {
    aws.apps = [
      { AppType: "JupyterLab", AppName: "lab", SpaceName: "one", Status: "InService" },
      { AppType: "Canvas", AppName: "canvas", UserProfileName: "ServerlessAnalyticsUser", Status: "Pending" },
      { AppType: "JupyterLab", AppName: "old", SpaceName: "one", Status: "Deleted" },
      { AppType: "CodeEditor", AppName: "broken", SpaceName: "one", Status: "Failed" },
    ];
    aws.spaces = [{ SpaceName: "one", Status: "InService" }];
    aws.jobs = [
      { id: "00job", name: "OpenEMR reports", state: "RUNNING" },
      { id: "00next", state: "QUEUED" },
    ];
    aws.spark = "STARTED";
  });

  it("looks at everything and asks before it changes anything", async () => {
    const refused = clear(async () => {
      throw new UserError("Nothing was changed.");
    });
    await expect(refused).rejects.toThrow("Nothing was changed.");
    expect(aws.done).toEqual([]);
    expect(said).toEqual([
      "JupyterLab lab of the space one (InService) is deleted",
      "Canvas canvas of ServerlessAnalyticsUser (Pending) is deleted",
      "Space one is deleted, with its files",
      "Spark's job OpenEMR reports (RUNNING) is cancelled",
      "Spark's job 00next (QUEUED) is cancelled",
    ]);
  });

  it("deletes applications of spaces and of users, then spaces, cancels jobs, and stops Spark", async () => {
    await clear();
    expect(aws.done).toEqual([
      "DeleteApp lab",
      "DeleteApp canvas",
      "DeleteSpace one",
      "CancelJobRun 00job",
      "CancelJobRun 00next",
      "StopApplication 00app",
    ]);
    expect(asked).toEqual(["None of this can be undone."]);
    expect(said.at(-1)).toContain("set create_serverless_analytics_environment = false");
  });

  it("asks nothing where there is nothing to delete", async () => {
    Object.assign(aws, { apps: [], spaces: [], jobs: [], spark: "STOPPED" });
    await clear();
    expect({ asked, done: aws.done }).toEqual({ asked: [], done: [] });
  });

  it("gives up after a while", async () => {
    Object.assign(aws, { apps: [], spaces: [], jobs: [], spark: "STOPPING" });
    await expect(clear()).rejects.toThrow(/^It took too long until Spark has stopped\./);
  });
});

describe("after it", () => {
  const inbound = { GroupId: "sg-1", GroupName: "security-group-for-inbound-nfs-d-1" };
  const outbound = { GroupId: "sg-2", GroupName: "security-group-for-outbound-nfs-d-1" };
  const rstudio = {
    GroupId: "sg-3",
    GroupName: "rstudio-d-1",
    tag: "arn:aws:sagemaker:eu-west-1:1:domain/d-1",
  };
  const remove = () => removeSecurityGroups(makeClients("eu-west-1"), "vpc-1", tools);

  it("takes out the rules by which the groups name each other, then deletes all, that of RStudio as well", async () => {
    aws.groups = [
      { ...inbound, rules: [{ id: "sgr-1", references: "sg-2" }] },
      { ...outbound, rules: [{ id: "sgr-2", egress: true, references: "sg-1" }] },
      { ...rstudio, rules: [{ id: "sgr-3", references: "sg-3" }] },
    ];
    await remove();
    expect(aws.done.slice(0, 3).sort()).toEqual([
      "RevokeSecurityGroupEgress sgr-2",
      "RevokeSecurityGroupIngress sgr-1",
      "RevokeSecurityGroupIngress sgr-3",
    ]);
    expect(aws.done.slice(3).sort()).toEqual([
      "DeleteSecurityGroup sg-1",
      "DeleteSecurityGroup sg-2",
      "DeleteSecurityGroup sg-3",
    ]);
    expect(asked).toEqual(["These security groups in vpc-1 are deleted."]);
  });

  it("waits for network interfaces that SageMaker has not deleted yet", async () => {
    aws.groups = [{ ...inbound, rules: [] }];
    aws.interfaces = { "sg-1": 3 };
    await remove();
    expect(aws.done).toEqual(["DeleteSecurityGroup sg-1"]);
  });

  it("names the network interfaces that stay", async () => {
    aws.groups = [{ ...inbound, rules: [] }];
    aws.interfaces = { "sg-1": Infinity };
    await expect(remove()).rejects.toThrow("These network interfaces use it: eni-1 ([DO NOT DELETE]).");
  });

  it("leaves those of a domain that exists", async () => {
    aws.groups = [
      { ...inbound, rules: [] },
      { ...rstudio, rules: [] },
      { GroupId: "sg-4", GroupName: "of RStudio", tag: "yes", rules: [] },
    ];
    aws.domains = { "d-1": "sg-4" };
    await remove();
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

test("as a command, it says without a stack trace why AWS cannot be asked", () => {
  const project = new ScriptProject();
  const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1", ...CREDENTIALS };
  expect(project.run("clear-studio", ["--vpc", "vpc-1", "--region", "eu-west-1"], { env })).toEqual({
    status: 1,
    output: expect.stringMatching(/ECONNREFUSED.*\nAWS cannot be reached from here\.\n$/),
  });
  project.remove();
});
