import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { runProcess } from "../scripts/system/run-process";
import { appArguments, readProjectConfig } from "../scripts/terraform/project-config";
import { copyOfProject } from "./support/synthesized-project";

const project = copyOfProject();
afterAll(() => rmSync(project, { recursive: true }));

async function synthesize(out: string, env: NodeJS.ProcessEnv) {
  const CDKTF_OUTDIR = path.join(project, out);
  const result = await runProcess(process.execPath, appArguments(readProjectConfig(project)), {
    cwd: project,
    env: { ...process.env, ...env, CDKTF_OUTDIR },
  });
  const stacks = path.join(CDKTF_OUTDIR, "stacks");
  return { ...result, stacks: existsSync(stacks) ? readdirSync(stacks).sort() : [] };
}

describe("OPENEMR_ENVIRONMENT", () => {
  beforeAll(() => {
    mkdirSync(path.join(project, "environments"), { recursive: true });
    writeFileSync(path.join(project, "environments", "mistaken.tfvars"), "regoin = 1\n");
    writeFileSync(path.join(project, "github-roles.tfvars"), "repo = 1\n");
  });

  test("synthesizes only that environment, whatever is wrong with another", async () => {
    const { code, stderr, stacks } = await synthesize("one", { OPENEMR_ENVIRONMENT: "production" });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stacks).toEqual(["openemr-production", "state-backend"]);
  });

  test("lists the environments for one that does not exist", async () => {
    const { code, stderr, stacks } = await synthesize("unknown", { OPENEMR_ENVIRONMENT: "producton" });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^There is no environment "producton"\. The environments are development, mistaken, production, trial\. Did you mean "production"\?/,
    );
    expect(stacks).toEqual([]);
  });

  test("all are synthesized without it, and all are checked", async () => {
    const { code, stderr } = await synthesize("all", { OPENEMR_ENVIRONMENT: "" });
    expect(code).toBe(1);
    expect(stderr).toContain('"regoin", did you mean "region"?');
  });
});

describe("Terraform Cloud", () => {
  const cloud = { OPENEMR_STATE_KIND: "cloud", OPENEMR_STATE_ORGANIZATION: "clinic" };
  /** All but the code of functions. */
  const files = () =>
    readdirSync(path.join(project, "cloud/stacks/openemr-production")).filter((file) => file !== "assets");

  test("needs no Terraform to synthesize for it, and no stack that keeps states", async () => {
    const onlyNode = path.join(project, "only-node");
    mkdirSync(onlyNode);
    symlinkSync(process.execPath, path.join(onlyNode, "node"));
    const env = { ...cloud, OPENEMR_ENVIRONMENT: "production", PATH: onlyNode };
    const { code, stderr, stacks } = await synthesize("cloud", env);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stacks).toEqual(["openemr-production"]);
  });

  test("gets the values under the name that Terraform Enterprise reads, too", () => {
    expect(files()).toEqual([".terraformignore", "cdk.tf.json", "terraform.auto.tfvars"]);
    const values = path.join(project, "cloud/stacks/openemr-production/terraform.auto.tfvars");
    expect(readFileSync(values, "utf8")).toContain('host_name = "openemr.example.org"');
  });

  test("leaves no values behind that would win over those of another kind of state", async () => {
    const { stacks } = await synthesize("cloud", {
      OPENEMR_STATE_KIND: "local",
      OPENEMR_ENVIRONMENT: "production",
    });
    expect(files()).toEqual(["cdk.tf.json", "terraform.tfvars"]);
    expect(stacks).toContain("state-backend");
  });
});

describe("github-roles.tfvars", () => {
  beforeAll(() => rmSync(path.join(project, "environments", "mistaken.tfvars"), { force: true }));

  test("asks for the stack that GitHub Actions needs, and is its values", async () => {
    const values = 'repository = "clinic/openemr"\n';
    writeFileSync(path.join(project, "github-roles.tfvars"), values);
    const { stderr, stacks } = await synthesize("roles", {});
    expect(stderr).toBe("");
    expect(stacks).toEqual([
      "github-roles",
      "openemr-development",
      "openemr-production",
      "openemr-trial",
      "state-backend",
    ]);
    const copy = path.join(project, "roles/stacks/github-roles/terraform.tfvars");
    expect(readFileSync(copy, "utf8")).toBe(values);
    // One environment is enough for the tests that follow.
    for (const name of ["development", "trial"]) {
      rmSync(path.join(project, "environments", `${name}.tfvars`));
    }
  });

  test("stands beside the file of the roles of operators, which asks for a stack of its own", async () => {
    const file = path.join(project, "operator-roles.tfvars");
    writeFileSync(file, 'operator_arns = ["arn:aws:iam::123456789012:role/operators"]\nother = 1\n');
    const refused = await synthesize("operators-refused", {});
    expect(refused.stderr).toMatch(
      /^The stack "operator-roles" sets .*\n {2}line 2: "other"[\s\S]*docs\/operators\.md/m,
    );
    writeFileSync(file, 'operator_arns = ["arn:aws:iam::123456789012:role/operators"]\n');
    const { stderr, stacks } = await synthesize("operators", {});
    expect([stderr, stacks]).toEqual(["", expect.arrayContaining(["operator-roles", "github-roles"])]);
    rmSync(file);
  });

  test("is refused where an environment that it names has another name of the installation", async () => {
    const roles = path.join(project, "github-roles.tfvars");
    const file = path.join(project, "environments", "second.tfvars");
    writeFileSync(file, 'region = "us-east-1"\n# name = "x"\nname   = "clinic" # ours\n');
    writeFileSync(roles, 'repository = "clinic/openemr"\nenvironments = {\n  second = "us-east-1"\n}\n');
    const { code, stderr } = await synthesize("other-name", {});
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The name of the installation is "clinic" in .*second\.tfvars, but "openemr" in .*roles/,
    );
    // An environment that the file does not name is in another account.
    writeFileSync(roles, 'repository = "clinic/openemr"\nenvironments = { production = "us-east-1" }\n');
    expect(await synthesize("others", {})).toMatchObject({ code: 0, stderr: "" });
    rmSync(file);
  });

  test("is checked as an environment's file is", async () => {
    writeFileSync(path.join(project, "github-roles.tfvars"), "repo = 1\n");
    const { code, stderr } = await synthesize("refused", {});
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The stack "github-roles" sets what is not a variable of the stack, in .*:\n {2}line 1: "repo", did you mean "repository"\?\n.* docs\/ci\.md lists the variables\.$/m,
    );
  });
});
