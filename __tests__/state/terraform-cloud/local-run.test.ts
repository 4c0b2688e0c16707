import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stateAdvice } from "../../../scripts/lib/state-errors";
import { Terraform } from "../../../scripts/lib/terraform";
import { startOfflineProviders } from "../../../scripts/offline-providers";
import { SynthesizedProject } from "../../support/synthesized-project";
import { TerraformCloud } from "../../support/terraform-cloud/terraform-cloud";

const home = mkdtempSync(path.join(tmpdir(), "home-"));
const providers = startOfflineProviders();
let cloud: TerraformCloud;
let project: SynthesizedProject;
let terraform: Terraform;

beforeAll(async () => {
  cloud = await TerraformCloud.start(async () => ({}));
  project = new SynthesizedProject(undefined, {
    OPENEMR_STATE_KIND: "cloud",
    OPENEMR_STATE_ORGANIZATION: "clinic",
    OPENEMR_STATE_HOSTNAME: cloud.host,
    OPENEMR_ENVIRONMENT: "development",
  });
  const folder = project.stack("openemr-development");
  const environment = { ...(await providers.environmentFor(folder)), ...cloud.environment(home) };
  terraform = await Terraform.in(folder, { environment });
  await terraform.init();
  workspace().attributes["execution-mode"] = "local";
});

afterAll(async () => {
  await cloud.close();
  await providers.close();
  project.remove();
  rmSync(home, { recursive: true });
});

const workspace = () => cloud.organization.workspace("openemr-development");

test("an installation is made where the command is given, and its state is kept in the workspace", async () => {
  await terraform.plan({ out: "saved.tfplan" });
  await terraform.apply({ plan: "saved.tfplan" });
  expect(workspace().state!.resources.length).toBeGreaterThan(100);
  expect(workspace().locked).toBe(false);
  expect(cloud.requests.filter((request) => /runs|configuration-versions/.test(request))).toEqual([]);
  expect(await terraform.outputs()).toMatchObject({
    ecs_cluster_name: { value: expect.stringContaining("openemr-development") },
  });
});

test("a state that is locked stops the next run before it begins, and the advice unlocks it", async () => {
  workspace().locked = true;
  const use = { command: "npm run deploy -- development", folder: "cdktf.out/stacks/openemr-development" };
  const error = await terraform.plan().catch((reason: Error) => reason.message);
  const advice = stateAdvice(String(error), use);
  expect(advice).toMatch(/^The workspace is locked, by a run or by a person: its page says by whom\./);
  const [command, ...args] = /-chdir=\S+ (force-unlock) (\S+)$/.exec(advice!)!.slice(1);
  await terraform.capture(command!, ["-force", ...args]);
  expect(workspace().locked).toBe(false);
});

test("it is destroyed from there, too", async () => {
  await terraform.destroy();
  expect(workspace().state!.resources).toEqual([]);
});
