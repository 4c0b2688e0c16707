import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startOfflineAccount } from "../../../scripts/terraform/offline/offline-account";
import { stateAdvice } from "../../../scripts/terraform/state/advice";
import { Terraform } from "../../../scripts/terraform/terraform";
import { TerraformCloud } from "../../support/terraform-cloud/terraform-cloud";
import { TrialStack } from "../../support/terraform-cloud/trial-stack";

const home = mkdtempSync(path.join(tmpdir(), "home-"));
const providers = startOfflineAccount();
let cloud: TerraformCloud;
let stack: TrialStack;
let terraform: Terraform;

beforeAll(async () => {
  cloud = await TerraformCloud.start(async () => ({}));
  stack = new TrialStack({ kind: "cloud", organization: "clinic", hostname: cloud.host });
  const environment = { ...(await providers.environment(stack.folder)), ...cloud.environment(home) };
  terraform = await Terraform.in(stack.folder, { environment });
  await terraform.init();
  workspace().attributes["execution-mode"] = "local";
});

afterAll(async () => {
  await cloud.close();
  await providers.close();
  stack.remove();
  rmSync(home, { recursive: true });
});

const workspace = () => cloud.organization.workspace("openemr-trial");

test("Terraform runs where the command is given, and the workspace keeps the state", async () => {
  await terraform.plan({ out: "saved.tfplan" });
  await terraform.apply({ plan: "saved.tfplan" });
  expect(workspace().state!.resources.length).toBeGreaterThan(4);
  expect(workspace().locked).toBe(false);
  expect(cloud.requests.filter((request) => /runs|configuration-versions/.test(request))).toEqual([]);
  expect((await terraform.outputs()).used!.value).toEqual(["eu-west-1", "7.0.3"]);
});

test("a state that is locked stops the next run before it begins, and is told", async () => {
  workspace().locked = true;
  await expect(terraform.plan()).rejects.toThrow("terraform plan failed.");
  const use = { command: "npm run deploy -- trial", project: stack.folder, folder: "" };
  const advice = await stateAdvice(use, { ...process.env, ...cloud.environment(home) });
  expect(advice).toContain("It is locked, by a run or by a person: its page says by whom");
  workspace().locked = false;
});

test("the guard holds there, too, until an apply has taken protection away", async () => {
  await expect(terraform.destroy()).rejects.toThrow("deletion_protection is true, so nothing is destroyed.");
  await terraform.apply({ variables: ["deletion_protection=false"] });
  await terraform.destroy();
  expect(workspace().state!.resources).toEqual([]);
});
