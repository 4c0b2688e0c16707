import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startOfflineAccount } from "../../../scripts/terraform/offline/offline-account";
import { Terraform } from "../../../scripts/terraform/terraform";
import { TerraformCloud } from "../../support/terraform-cloud/terraform-cloud";
import { TrialStack } from "../../support/terraform-cloud/trial-stack";

const home = mkdtempSync(path.join(tmpdir(), "home-"));
const providers = startOfflineAccount();
/** Where Terraform ran last on a worker: providers find files from there. */
let workerFolder = "";
let cloud: TerraformCloud;
let stack: TrialStack;
let terraform: Terraform;

beforeAll(async () => {
  cloud = await TerraformCloud.start((folder) => {
    workerFolder = folder;
    return providers.environment(folder);
  });
  // As the real provider, which reads the archive when it makes the function.
  providers.failures = ({ type, values }) =>
    type === "aws_lambda_function" && !existsSync(path.join(workerFolder, String(values.filename)))
      ? { message: `reading ZIP file (${values.filename}): no such file or directory` }
      : undefined;
  stack = new TrialStack({
    kind: "cloud",
    organization: "clinic",
    project: "Medical records",
    hostname: cloud.host,
  });
  const environment = { ...(await providers.environment(stack.folder)), ...cloud.environment(home) };
  terraform = await Terraform.in(stack.folder, { environment });
  await terraform.init();
});

afterAll(async () => {
  await cloud.close();
  await providers.close();
  stack.remove();
  rmSync(home, { recursive: true });
});

const workspace = () => cloud.organization.workspace("openemr-trial");
const filesIn = (archive: Buffer) =>
  execFileSync("tar", ["-tz"], { input: archive, encoding: "utf8" })
    .split("\n")
    .filter((file) => file && !file.endsWith("/"))
    .sort();

test("the first init makes the project, and the workspace in it with the version of Terraform that is here", () => {
  const { name, project, attributes } = workspace();
  expect([name, project.name]).toEqual(["openemr-trial", "Medical records"]);
  expect(attributes["terraform-version"]).toMatch(/^1\.11\./);
});

test("a saved plan is made from what is uploaded and given, and carried out on another machine", async () => {
  for (const name of ["errored.tfstate", "terraform.tfstate.backup", "plan", "tfplan", "crash.log"])
    stack.leave(name);
  await terraform.capture("plan", ["-out=saved.tfplan", "-var=region=us-east-1"]);
  const { configuration } = cloud.runs.last;
  expect(filesIn(configuration)).toEqual([
    ".terraformignore",
    expect.stringMatching(/^assets\/greeter_code\/[0-9A-F]{32}\/function\.zip$/),
    "cdk.tf.json",
    "terraform.auto.tfvars",
  ]);
  // A review of the plan is made from these changes.
  const changes = (await terraform.showPlan("saved.tfplan")).resource_changes ?? [];
  expect(changes.map(({ address }) => address)).toContain("aws_lambda_function.greeter");

  await terraform.capture("apply", ["saved.tfplan"]);
  expect(cloud.runs.last.status).toBe("applied");
  const { function: name, used } = await terraform.outputs();
  expect(name!.value).toBe("openemr-trial-greeter");
  // The one of the command line, and the one of the file.
  expect(used!.value).toEqual(["us-east-1", "7.0.3"]);
});

test("nothing is destroyed while the last apply left it protected", async () => {
  const before = workspace().state!.resources.length;
  await expect(terraform.capture("destroy", ["-auto-approve"])).rejects.toThrow("terraform destroy failed");
  const { logs, applyId } = cloud.runs.last;
  expect(logs[applyId]).toContain("deletion_protection is true, so nothing is destroyed.");
  expect(workspace().state!.resources).toHaveLength(before);
});

test("a run of a repository's commit works in the folder of the stack, and destroys what is not protected", async () => {
  workspace().attributes["working-directory"] = "openemr-trial";
  const commit = execFileSync("tar", ["-cz", "--exclude=.terraform", "-C", stack.stacks, "."]);
  const unprotected = cloud.runs.start(workspace(), commit, {
    variables: [{ key: "deletion_protection", value: "false" }],
  });
  await unprotected.work;
  expect(unprotected.status).toBe("planned");
  unprotected.confirm();
  await unprotected.work;
  expect(unprotected.status).toBe("applied");
  const destroy = cloud.runs.start(workspace(), commit, { "is-destroy": true, "auto-apply": true });
  await destroy.work;
  expect(destroy.status).toBe("applied");
  expect(workspace().state!.resources).toEqual([]);
});
