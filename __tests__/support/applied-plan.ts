import type { PlanJson } from "../../scripts/plan/terraform-plan";
import { OfflineAccount } from "./offline-account";
import { SynthesizedProject } from "./synthesized-project";
import { EVERYTHING } from "./toggles";

const ENVIRONMENT = "development";

/** The plan of an installation with everything on that has just been applied: nothing changes in it. */
export async function appliedPlan(): Promise<PlanJson> {
  const account = new OfflineAccount();
  try {
    const stack = await account.add(SynthesizedProject.shared().stack(`openemr-${ENVIRONMENT}`));
    await stack.apply(EVERYTHING);
    return await stack.plan(EVERYTHING);
  } finally {
    await account.close();
  }
}
