import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeChanges } from "../../../../scripts/commands/bootstrap/describe-changes";
import { COMMAND_LINE, readOptions } from "../../../../scripts/commands/bootstrap/options";
import { recordSettings } from "../../../../scripts/commands/bootstrap/record-settings";
import { parseState } from "../../../../scripts/commands/bootstrap/state-file";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { UserError } from "../../../../src/user-error";
import { ScriptProject } from "../../../support/script-project";

const given = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;

describe("options", () => {
  test("come from the arguments, then from what was recorded, then from the AWS configuration", () => {
    const recorded = { kind: "s3", region: "eu-west-1", name: "clinic", bucket: "states" } as const;
    expect(readOptions(given([]), recorded, { AWS_REGION: "us-east-1" })).toEqual({
      region: "eu-west-1",
      name: "clinic",
      yes: false,
    });
    expect(
      readOptions(given(["--yes"]), { kind: "s3" }, { AWS_REGION: "", AWS_DEFAULT_REGION: "us-east-1" }),
    ).toEqual({
      region: "us-east-1",
      name: "openemr",
      yes: true,
    });
    expect(readOptions(given(["--region=ap-south-1", "--name", "clinic"]), { kind: "s3" }, {})).toMatchObject(
      {
        region: "ap-south-1",
        name: "clinic",
      },
    );
  });

  test.each([
    [[], { kind: "cloud" }, 'State is kept by "cloud", which needs no bucket.'],
    [
      [],
      { kind: "s3" },
      "Which region shall hold the state? Give it: npm run bootstrap -- --region eu-west-1",
    ],
    [["--region", "mars"], { kind: "s3" }, '--region is "mars", but must be the code of an AWS region'],
    [["--region", "cn-north-1"], { kind: "s3" }, "but must be a region of the commercial partition"],
    [
      ["--region", "eu-west-1", "--name", "A"],
      { kind: "s3" },
      '--name is "A", but must be lower-case letters',
    ],
    [["--region", "eu-west-1", "--name", "a-b"], { kind: "s3" }, '--name is "a-b", but must be lower-case'],
    [
      ["--region", "eu-west-2"],
      { kind: "s3", region: "eu-west-1" },
      '--region is "eu-west-2", but the state bucket exists already with "eu-west-1"',
    ],
    [
      ["--name", "b"],
      { kind: "s3", region: "eu-west-1", bucket: "x" },
      '--name is "b", but the state bucket exists already with "openemr"',
    ],
    [["--regin", "x"], { kind: "s3" }, "Usage: npm run bootstrap"],
  ] as const)("%j with %j are refused", (args, settings, message) => {
    const read = () => readOptions(given(args), settings, {});
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });
});

test("a region of the AWS configuration that is none is blamed on its variable", () => {
  expect(() => readOptions(given([]), { kind: "s3" }, { AWS_DEFAULT_REGION: "mars" })).toThrow(
    /^AWS_DEFAULT_REGION is "mars", but must be the code of an AWS region, such as us-east-1\. .* Correct it or unset it\.$/,
  );
});

describe("the command", () => {
  let project: ScriptProject;

  beforeEach(() => {
    project = new ScriptProject();
    project.write("cdktf.json", { language: "typescript", app: "exit 1", context: {} });
  });

  afterEach(() => project.remove());

  function bootstrap(terraform: string, surroundings: NodeJS.ProcessEnv = {}) {
    const env = { ...surroundings, ...project.standInForTerraform(terraform) };
    return project.run("bootstrap", ["--region", "eu-west-1", "--yes"], { cwd: tmpdir(), env });
  }

  const leavesFolder = () => existsSync(path.join(project.folder, ".bootstrap"));

  test("shows its options", () => {
    project.write("cdktf.json", "");
    expect(project.run("bootstrap", ["--help"])).toEqual({
      status: 0,
      output: expect.stringContaining("Usage: npm run bootstrap -- [--region <region>]"),
    });
  });

  test("without credentials says what must answer, and leaves no folder behind", () => {
    const { status, output } = bootstrap('echo "Error: in words of tomorrow" >&2; exit 1', {
      AWS_ACCESS_KEY_ID: "",
      AWS_PROFILE: "",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    expect(status).toBe(1);
    expect(output).toContain("No AWS credentials: `aws sts get-caller-identity` must answer.");
    expect(output).toMatch(/repeat: npm run bootstrap -- --region [a-z-]+-\d$/m);
    expect(output).not.toMatch(/^ +at /m);
    expect(leavesFolder()).toBe(false);
  });

  test.each(["../../state-backend.tfstate", "errored.tfstate"])("keeps its folder with %s in it", (file) => {
    expect(bootstrap(`echo '{}' > ${file}; exit 1`).status).toBe(1);
    expect(leavesFolder()).toBe(true);
  });
});

describe("recording", () => {
  let file: string;

  beforeEach(() => {
    file = path.join(mkdtempSync(path.join(tmpdir(), "record-")), "cdktf.json");
  });

  afterEach(() => rmSync(path.dirname(file), { recursive: true }));

  test("keeps everything else, its order and its indentation", () => {
    writeFileSync(
      file,
      '{\n\t"z": 1,\n\t"context": {\n\t\t"b": 1,\n\t\t"state": {\n\t\t\t"useLockfile": true\n\t\t},\n\t\t"a": 2\n\t}\n}',
    );
    expect(recordSettings(file, { kind: "s3", bucket: "states" })).toBe(true);
    expect(readFileSync(file, "utf8")).toBe(
      '{\n\t"z": 1,\n\t"context": {\n\t\t"b": 1,\n\t\t"state": {\n\t\t\t"useLockfile": true,\n\t\t\t"kind": "s3",\n\t\t\t"bucket": "states"\n\t\t},\n\t\t"a": 2\n\t}\n}',
    );
  });

  test("does not touch a file that has the settings", () => {
    const text = '{"context": {"state": {"bucket": "states"}}}';
    writeFileSync(file, text);
    expect(recordSettings(file, { bucket: "states" })).toBe(false);
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});

test("an empty state is none", () => {
  expect(parseState("")).toBeUndefined();
  expect(parseState('{"serial": 1, "lineage": "x", "resources": []}')).toBeUndefined();
});

test("a plan is told by what it does to each resource", () => {
  const change = (address: string, actions: string[], more = {}) =>
    ({
      address,
      mode: "managed",
      type: address.split(".")[0],
      change: { actions, after: { bucket: "b" }, ...more },
    }) as never;
  expect(
    describeChanges({
      format_version: "1.2",
      resource_changes: [
        change("aws_s3_bucket.bucket", ["create"]),
        change("aws_s3_bucket_policy.policy", ["delete", "create"]),
        change("aws_kms_key.key", ["no-op"], { importing: { id: "x" } }),
        change("aws_kms_alias.alias", ["no-op"]),
      ],
    }),
  ).toEqual([
    "  create     aws_s3_bucket.bucket  b",
    "  replace    aws_s3_bucket_policy.policy",
    "  take over  aws_kms_key.key",
  ]);
});
