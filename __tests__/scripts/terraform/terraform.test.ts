import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Terraform, terraformEnvironment } from "../../../scripts/terraform/terraform";
import { TerraformError } from "../../../scripts/terraform/terraform-diagnostics";
import { standIn, temporaryFolder } from "../../support/stand-in";

/** `terraform_data` is built into Terraform: nothing has to be installed. */
function writeStack(folder: string): void {
  const stack = {
    variable: {
      size: {
        type: "number",
        default: 1,
        validation: [
          { condition: "${var.size > 0}", error_message: "size is ${var.size}, but must be above 0." },
        ],
      },
    },
    check: { small: { assert: [{ condition: "${var.size < 5}", error_message: "That is large." }] } },
    resource: { terraform_data: { thing: { input: "${var.size}" } } },
    output: { size: { value: "${terraform_data.thing.output}" } },
  };
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(stack));
}

describe("a run of Terraform", () => {
  const folder = temporaryFolder();
  let terraform: Terraform;

  beforeAll(async () => {
    writeStack(folder);
    terraform = await Terraform.in(folder, { offline: true });
    await terraform.init();
  });

  test("plans, shows, applies and destroys", async () => {
    const warnings = await terraform.plan({ out: "plan", variables: ["size=7"] });
    expect(warnings.map(({ detail }) => detail)).toEqual(["That is large."]);
    const plan = await terraform.showPlan("plan");
    expect(plan.resource_changes?.[0]).toMatchObject({ address: "terraform_data.thing" });
    expect(await terraform.showText("plan")).toContain("1 to add");
    await terraform.apply({ plan: "plan" });
    expect((await terraform.outputs()).size).toMatchObject({ value: 7, sensitive: false });
    await terraform.apply({ variables: ["size=2"] });
    expect((await terraform.outputs()).size).toMatchObject({ value: 2 });
    await terraform.destroy();
    expect(await terraform.outputs()).toEqual({});
  });

  test("fails with Terraform's diagnostics", async () => {
    const error = await terraform.plan({ variables: ["size=0"] }).catch((caught) => caught);
    expect(error).toBeInstanceOf(TerraformError);
    expect(error.diagnostics[0]).toMatchObject({ summary: "Invalid value for variable" });
    expect(error.message).toContain("size is 0, but must be above 0.");
  });

  test("fails with what was printed where there are no diagnostics", async () => {
    await expect(terraform.showPlan("nothing")).rejects.toThrow(/^terraform show failed\.\n\n.*nothing/s);
  });
});

describe("the environment of a run", () => {
  const personal = {
    PATH: "/bin",
    TF_CLI_CONFIG_FILE: "/missing",
    TF_CLI_ARGS_plan: "-destroy",
    TF_WORKSPACE: "other",
    TF_DATA_DIR: "/elsewhere",
    TF_CLOUD_ORGANIZATION: "clinic",
    TF_VAR_region: "eu-west-1",
  };

  test("never asks, whoever runs it", () => {
    expect(terraformEnvironment({}, {})).toEqual({
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
    });
  });

  test("keeps what a person set, where that leads to nothing else", () => {
    const { TF_WORKSPACE, TF_DATA_DIR, TF_CLI_ARGS_plan, ...harmless } = personal;
    expect(terraformEnvironment(harmless, {})).toMatchObject(harmless);
    expect(() => terraformEnvironment(personal, {})).toThrow('TF_WORKSPACE is "other"');
  });

  test("offline keeps only the values of variables", () => {
    const { TF_CLI_CONFIG_FILE: file, ...rest } = terraformEnvironment(personal, {
      offline: true,
      environment: { TF_REATTACH_PROVIDERS: "{}" },
    });
    expect(rest).toEqual({
      PATH: "/bin",
      TF_VAR_region: "eu-west-1",
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      TF_REATTACH_PROVIDERS: "{}",
      GOGC: "400",
    });
    expect(existsSync(file!)).toBe(true);
    expect(readFileSync(file!, "utf8").replace(/^#.*\n/gm, "")).toBe("");
  });

  test("is what the program gets", async () => {
    const folder = temporaryFolderOfThisTest;
    const program = standIn(
      folder,
      "terraform",
      'if [ "$1" = version ]; then echo \'{"terraform_version": "1.11.0"}\'; else echo "$TF_INPUT $EXTRA $*"; fi',
    );
    const before = process.env.TERRAFORM_BINARY_NAME;
    process.env.TERRAFORM_BINARY_NAME = program;
    try {
      const terraform = await Terraform.in(folder, { environment: { EXTRA: "more" } });
      expect(await terraform.capture("state", ["list"])).toBe("0 more state list\n");
    } finally {
      if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
      else process.env.TERRAFORM_BINARY_NAME = before;
    }
  });

  const temporaryFolderOfThisTest = temporaryFolder();
});
