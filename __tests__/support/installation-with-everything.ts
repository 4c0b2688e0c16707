import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlanJson } from "../../scripts/plan/terraform-plan";
import { OfflineAccount, resourcesIn } from "./offline-account";
import { sharedFolderOf } from "./shared-folder";
import { SynthesizedProject } from "./synthesized-project";
import { EVERYTHING } from "./toggles";

/** The permissions boundary of its roles. */
export const BOUNDARY = "arn:aws:iam::123456789012:policy/github/openemr-production-boundary-us-east-1";

const STATE = "state.json";
const PLAN = "plan.json";

/** An installation with everything on, as it is once it is applied. All tests of a run share it, as its apply takes long. */
export class InstallationWithEverything {
  private constructor(private readonly folder: string) {}

  static async shared(): Promise<InstallationWithEverything> {
    return new InstallationWithEverything(await sharedFolderOf("installation-with-everything", make));
  }

  /** Its resources, by address. */
  resources(): Map<string, Record<string, unknown>> {
    return resourcesIn(this.read(STATE));
  }

  /** A plan in which nothing changes. */
  plan(): PlanJson {
    return JSON.parse(this.read(PLAN)) as PlanJson;
  }

  private read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }
}

async function make(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "installation-with-everything-"));
  const account = new OfflineAccount();
  try {
    const stack = await account.add(SynthesizedProject.shared().stack("openemr-production"));
    const values = { ...EVERYTHING, permissions_boundary_arn: BOUNDARY };
    await stack.apply(values);
    writeFileSync(join(folder, PLAN), JSON.stringify(await stack.plan(values)));
    writeFileSync(join(folder, STATE), stack.state);
  } finally {
    await account.close();
  }
  return folder;
}
