import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startOfflineAccount } from "../../scripts/terraform/offline/offline-account";
import { Terraform } from "../../scripts/terraform/terraform";
import { STATE_SERVER_BACKEND, StateServer } from "../support/state-server";

/*
 * Why a function is zipped at synthesis, and not by the provider hashicorp/archive. Terraform reads that provider's data
 * source during an apply where what it depends on changes, and in every other case during the plan. So a plan that makes
 * a function anew for a reason of its own (it was deleted, tainted or replaced) has the zip only on the machine that
 * planned, and fails on the one that applies. `__tests__/state/terraform-cloud/remote-run.test.ts` shows that a zip which
 * is a part of the synthesized stack is there in each case.
 */

const root = mkdtempSync(path.join(tmpdir(), "function-archive-"));
const providers = startOfflineAccount();
let states: StateServer;
/** Where Terraform runs. */
let machine: string;

beforeAll(async () => {
  states = await StateServer.start();
  // As the real provider, which reads the zip when it makes or updates the function.
  providers.failures = ({ type, values }) =>
    type === "aws_lambda_function" && !existsSync(path.join(machine, String(values.filename)))
      ? { message: `reading ZIP file (${values.filename}): no such file or directory` }
      : undefined;
});

afterAll(async () => {
  await providers.close();
  await states.close();
  rmSync(root, { recursive: true });
});

/** A stack whose function is zipped by Terraform as late as possible: its data source depends on the bundle's hash. */
function stackOf(bundleHash: string): object {
  return {
    terraform: {
      backend: STATE_SERVER_BACKEND,
      required_providers: { archive: { source: "hashicorp/archive" }, aws: { source: "hashicorp/aws" } },
    },
    resource: {
      terraform_data: { bundle: { triggers_replace: [bundleHash] } },
      aws_lambda_function: {
        export: {
          function_name: "export",
          role: "arn:aws:iam::123456789012:role/export",
          runtime: "nodejs22.x",
          handler: "index.handler",
          filename: "${data.archive_file.code.output_path}",
          source_code_hash: "${data.archive_file.code.output_base64sha256}",
        },
      },
    },
    data: {
      archive_file: {
        code: {
          type: "zip",
          source_file: "bundle/index.js",
          output_path: "function.zip",
          depends_on: ["terraform_data.bundle"],
        },
      },
    },
  };
}

async function terraformOn(name: string): Promise<Terraform> {
  machine = path.join(root, name);
  const environment = { ...(await providers.environment(machine)), ...states.environment("functions") };
  return Terraform.in(machine, { offline: true, environment });
}

/** Synthesizes the stack on the machine that plans. */
async function synthesize(code: string): Promise<Terraform> {
  const folder = path.join(root, "planning");
  mkdirSync(path.join(folder, "bundle"), { recursive: true });
  writeFileSync(path.join(folder, "bundle/index.js"), code);
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(stackOf(code)));
  const terraform = await terraformOn("planning");
  await terraform.init();
  return terraform;
}

/** Carries a plan out on another machine, which has what was synthesized, and nothing that Terraform made since. */
async function applyElsewhere(name: string): Promise<void> {
  const filter = (file: string) => !/function\.zip$|\.terraform$/.test(file);
  cpSync(path.join(root, "planning"), path.join(root, name), { recursive: true, filter });
  const terraform = await terraformOn(name);
  await terraform.init();
  await terraform.apply({ plan: "saved.tfplan" });
}

test("a zip that Terraform makes is missing where a plan that changes no bundle is applied on another machine", async () => {
  await (await synthesize("first")).apply();

  // The bundle is another one: the zip is made during the apply, wherever that is.
  await (await synthesize("second")).plan({ out: "saved.tfplan" });
  await applyElsewhere("second-machine");
  expect(existsSync(path.join(root, "second-machine/function.zip"))).toBe(true);

  // The function is lost, and its bundle is the same: the zip was made during the plan.
  const terraform = await terraformOn("planning");
  await terraform.capture("taint", ["aws_lambda_function.export"]);
  await terraform.plan({ out: "saved.tfplan" });
  await expect(applyElsewhere("third-machine")).rejects.toThrow(
    "reading ZIP file (function.zip): no such file or directory",
  );
});
