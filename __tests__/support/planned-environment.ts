import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlanJson } from "../../scripts/plan/terraform-plan";
import { stackName } from "../../src/environments";
import { OfflineAccount } from "./offline-account";
import { sharedFolderOf } from "./shared-folder";
import { SynthesizedProject } from "./synthesized-project";

/** The plan of one of the project's environments as a new installation: all tests of a run share it. */
export class PlannedEnvironment {
  private constructor(
    /** Terraform's JSON of the plan. */
    readonly file: string,
  ) {}

  static async shared(name: string): Promise<PlannedEnvironment> {
    const folder = await sharedFolderOf(`planned-${name}`, () => plan(name));
    return new PlannedEnvironment(join(folder, FILE));
  }

  get plan(): PlanJson {
    return JSON.parse(readFileSync(this.file, "utf8"));
  }
}

const FILE = "plan.json";

async function plan(name: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "planned-environment-"));
  const account = new OfflineAccount();
  const stack = await account.add(SynthesizedProject.shared().stack(stackName(name)));
  writeFileSync(join(folder, FILE), JSON.stringify(await stack.plan()));
  await account.close();
  return folder;
}
