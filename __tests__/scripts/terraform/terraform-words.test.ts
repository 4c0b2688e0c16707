/**
 * Compares the words that commands look for with those of the installed Terraform. Those of imports need a provider:
 * `aws/state-bootstrap.test.ts` and `interrupted.test.ts` fail where they are others.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "../../../scripts/terraform/diagnostic";
import { describeDiagnostic, readDiagnostics } from "../../../scripts/terraform/terraform-diagnostics";
import {
  isCheck,
  isRule,
  onlyRepeats,
  undeclaredValue,
  wantsBoolFor,
  wantsListFor,
  withoutPositions,
} from "../../../scripts/terraform/terraform-words";

/** The diagnostics of commands over a configuration that needs no provider but Terraform's own. */
function diagnosticsOf(configuration: object | string, tfvars = "", ...commands: string[]): Diagnostic[] {
  const folder = mkdtempSync(join(tmpdir(), "words-"));
  try {
    const text = typeof configuration === "string" ? configuration : JSON.stringify(configuration);
    writeFileSync(join(folder, "cdk.tf.json"), text);
    writeFileSync(join(folder, "terraform.tfvars"), tfvars);
    return commands.flatMap((command) => {
      const { stdout } = spawnSync(
        process.env.TERRAFORM_BINARY_NAME || "terraform",
        [...command.split(" "), "-json", "-no-color"],
        {
          cwd: folder,
          encoding: "utf8",
          env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: join(folder, "none.tfrc") },
        },
      );
      return readDiagnostics(stdout);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rules = {
  variable: {
    number: {
      type: "number",
      validation: { condition: "${var.number > 5}", error_message: "number must be above 5." },
    },
    many: { type: "list(string)", default: [] },
    on: { type: "bool", default: false },
  },
  resource: {
    terraform_data: {
      strict: {
        input: "x",
        lifecycle: { precondition: { condition: "${var.number > 10}", error_message: "Above 10, please." } },
      },
    },
  },
  check: {
    kind: { assert: [{ condition: "${var.number > 20}", error_message: "Above 20 would be kind." }] },
  },
};

test("a rule of a variable has a position, and nothing of it is left", () => {
  const [found] = diagnosticsOf(rules, "number = 1", "plan");
  expect(found!.detail).toContain("cdk.tf.json:");
  expect(withoutPositions(found!.detail!)).toBe("number must be above 5.");
});

test("preconditions and checks are rules, and a variable without a meaning is told by name and file", () => {
  const found = diagnosticsOf(rules, "number = 7\nnumbr = 1", "init", "plan");
  const strict = found.find((each) => each.detail?.includes("Above 10"))!;
  const kind = found.find((each) => each.detail?.includes("Above 20"))!;
  expect([isRule(strict), isCheck(strict)]).toEqual([true, false]);
  expect([isRule(kind), isCheck(kind)]).toEqual([true, true]);
  expect(found.map(undeclaredValue).filter(Boolean)).toEqual([{ name: "numbr", file: "terraform.tfvars" }]);
});

test("a text in place of a list, or of true or false, names the variable", () => {
  const found = diagnosticsOf(rules, 'number = 50\nmany = "one"\non = "yes"', "plan");
  expect(found.map(wantsListFor).filter(Boolean)).toEqual(["many"]);
  expect(found.map(wantsBoolFor).filter(Boolean)).toEqual(["on"]);
  expect(found.find(wantsBoolFor) && describeDiagnostic(found.find(wantsBoolFor)!)).toContain(
    "Write true or false, without quotation marks: on = true",
  );
  expect(withoutPositions(found.find(wantsListFor)!.detail!)).not.toContain("cdk.tf.json");
});

test("init repeats errors of the configuration, by one that is told apart", () => {
  const found = diagnosticsOf({ resource: { terraform_data: { x: "no block" } } }, "", "init");
  expect(found.filter((each) => onlyRepeats(each))).toHaveLength(1);
  expect(found.length).toBeGreaterThan(1);
});
