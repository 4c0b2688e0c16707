import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Failure } from "#offline-providers";
import { halfMade } from "../../../../scripts/terraform/interrupted/half-made";
import { findLost } from "../../../../scripts/terraform/interrupted/lost";
import { findTerraform } from "../../../../scripts/terraform/terraform-binary";
import { OfflineAccount, type OfflineStack } from "../../../support/offline-account";

const CLUSTER = "aws_rds_cluster.main";
const STACK = {
  variable: { region: { type: "string", default: "eu-west-1" } },
  terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
  provider: { aws: [{ region: "eu-west-1" }] },
  resource: {
    aws_rds_cluster: {
      main: { cluster_identifier: "database", engine: "aurora-mysql", deletion_protection: true },
    },
    aws_cloudwatch_log_group: { later: { name: "later", depends_on: [CLUSTER] } },
  },
};

const folder = mkdtempSync(path.join(tmpdir(), "signals-"));
writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(STACK));
const account = new OfflineAccount();
afterAll(async () => {
  await account.close();
  rmSync(folder, { recursive: true });
});

/** Applies with the real Terraform, and presses Ctrl-C while the cluster is being made. */
async function interrupt(stack: OfflineStack, failure: Failure, times: number): Promise<string> {
  const { program } = await findTerraform();
  let terraform: ChildProcess | undefined;
  account.providers.failures = ({ type, action }) => {
    if (type !== "aws_rds_cluster" || action !== "create") return undefined;
    void press(terraform!, times);
    return failure;
  };
  terraform = spawn(program, ["apply", "-auto-approve", "-no-color"], {
    cwd: stack.folder,
    env: { ...process.env, ...stack.environment, CHECKPOINT_DISABLE: "1" },
  });
  let said = "";
  for (const stream of [terraform.stdout!, terraform.stderr!]) {
    stream.on("data", (part: Buffer) => {
      said += part;
    });
  }
  const [code] = await once(terraform, "close");
  account.providers.failures = undefined;
  expect(code).toBe(1);
  return said;
}

async function press(terraform: ChildProcess, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await sleep(n * 1000);
    terraform.kill("SIGINT");
  }
}

async function isComplete(stack: OfflineStack): Promise<void> {
  await stack.apply();
  expect([...stack.resources().keys()]).toEqual(["aws_cloudwatch_log_group.later", CLUSTER]);
  expect(account.providers.account.resources("aws_rds_cluster")).toHaveLength(1);
  expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
}

const empty = account.providers.account.snapshot();
beforeEach(() => account.providers.account.restore(empty));

test("after one Ctrl-C a protected database is tainted, is kept, and the deployment goes on", async () => {
  const stack = await account.add(folder);
  const failure = { message: "context canceled", afterwards: true, answers: "when stopped" } as const;
  expect(await interrupt(stack, failure, 1)).toContain("Interrupt received");
  await expect(stack.apply()).rejects.toThrow("InvalidParameterCombination");
  const left = halfMade(stack.state);
  expect(left.map(({ address }) => address)).toEqual([CLUSTER]);
  await stack.terraform.capture("untaint", [CLUSTER]);
  await isComplete(stack);
}, 120_000);

test("after a second Ctrl-C the state knows nothing of the database, which is found and taken in", async () => {
  const stack = await account.add(folder);
  const failure = { message: "never told", lost: true, answers: "never" } as const;
  expect(await interrupt(stack, failure, 2)).toContain("Two interrupts received");
  expect([...stack.resources().keys()]).toEqual([]);
  await expect(stack.apply()).rejects.toThrow("DBClusterAlreadyExistsFault");
  const lost = await findLost(stack.terraform, []);
  expect(lost).toEqual([{ address: CLUSTER, id: "database" }]);
  await stack.terraform.capture("import", [CLUSTER, "database"]);
  await isComplete(stack);
}, 120_000);
