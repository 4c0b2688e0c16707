import { existsSync } from "node:fs";
import path from "node:path";
import { stateAdvice } from "../../../../scripts/terraform/state-errors";
import { ScriptProject } from "../../../support/script-project";

const APP = `
  const { App, TerraformStack } = require("cdktf");
  const app = new App();
  new TerraformStack(app, "openemr-trial");
  app.synth();
`;
const STATE = { kind: "s3", bucket: "states", region: "eu-west-1", lockTable: "locks" };

describe("a deploy that fails", () => {
  let project: ScriptProject;

  beforeEach(() => {
    project = new ScriptProject();
    project.write("app.cjs", APP);
    project.write("cdktf.json", { language: "typescript", app: "node app.cjs", context: { state: STATE } });
  });

  afterEach(() => project.remove());

  function deploy(reason: string) {
    const env = project.standInForTerraform(`echo '${reason}' >&2; exit 1`);
    return project.run("deploy", ["deploy", "trial", "--auto-approve"], { env });
  }

  test("says what to do about its state, and nothing of an earlier run's", () => {
    const first = deploy('Error: S3 bucket "old" does not exist.');
    expect(first.output).toContain('The state bucket "old"');
    project.write("app.cjs", "process.exit(1)");
    const second = deploy('Error: S3 bucket "old" does not exist.');
    expect(second.status).not.toBe(0);
    expect(second.output).not.toContain("The state bucket");
    expect(existsSync(path.join(project.folder, "cdktf.out/stacks/openemr-trial/cdk.tf.json"))).toBe(false);
  }, 60_000);

  test("names the whole command to repeat", () => {
    const { output } = deploy("Error: Error acquiring the state lock\nLock Info:\n  ID: 1-2\n  Who: a@b\n");
    expect(output).toMatch(/repeat: npm run deploy -- trial$/m);
  }, 60_000);
});

describe("errors of the state", () => {
  const use = { command: "npm run deploy -- trial", folder: "cdktf.out/stacks/openemr-trial" };

  test("a checksum that does not match leads to the older versions", () => {
    const advice = stateAdvice(
      "does not match the checksum\nstored in DynamoDB.\n\nBucket: states\nKey:    environments/a/terraform.tfstate\n",
      use,
    );
    expect(advice).toContain(
      "aws s3api list-object-versions --bucket states --prefix environments/a/terraform.tfstate",
    );
    expect(advice).toContain('{"LockID":{"S":"states/environments/a/terraform.tfstate-md5"}}');
  });

  test("a lock without who holds it is still one", () => {
    expect(stateAdvice("Error: Error acquiring the state lock", use)).toContain("could not be taken");
  });

  test("without credentials, the command that must answer is named", () => {
    expect(stateAdvice("Error: No valid credential sources found", use)).toMatch(
      /^No AWS credentials: `aws sts get-caller-identity` must answer\. .* repeat: npm run deploy -- trial$/,
    );
  });

  test("a place that was changed leads to taking the state along, or to forgetting the former place", () => {
    const advice = stateAdvice("Error: Backend configuration changed\n\nA change in the backend", use);
    expect(advice).toContain("terraform -chdir=cdktf.out/stacks/openemr-trial init -migrate-state");
    expect(advice).toContain("terraform -chdir=cdktf.out/stacks/openemr-trial init -reconfigure");
    expect(advice).toContain("Then repeat: npm run deploy -- trial");
  });

  test("anything else is left to Terraform", () => {
    expect(stateAdvice("Error: Invalid value for variable", use)).toBeUndefined();
  });
});
