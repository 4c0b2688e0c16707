import type { PlanJson } from "../plan/terraform-plan";
import { Stopwatch } from "../terminal/stopwatch";
import type { Diagnostic } from "./diagnostic";
import { forceLocalBackend } from "./local-backend";
import { accountOfValues } from "./offline/account-of-values";
import { startOfflineAccount } from "./offline/offline-account";
import { Terraform } from "./terraform";
import { checkAssigned, refuseUndeclared } from "./variable-names";

export interface OfflinePlan {
  readonly json: PlanJson;
  /** The plan as Terraform prints it, where it was asked for. */
  readonly text: string | undefined;
  readonly warnings: readonly Diagnostic[];
}

export interface OfflinePlanOptions {
  readonly watch?: Stopwatch;
  /** Has Terraform print the plan as well, which takes as long as reading it. @default false */
  readonly asText?: boolean;
}

/** Plans the stack in a folder of its own with the offline providers, as a new installation. */
export async function planOffline(
  folder: string,
  variables: readonly string[],
  { watch = new Stopwatch(), asText = false }: OfflinePlanOptions = {},
): Promise<OfflinePlan> {
  checkAssigned(folder, variables);
  forceLocalBackend(folder);
  const providers = startOfflineAccount({ account: accountOfValues(folder, variables) });
  try {
    const environment = await providers.environment(folder);
    const terraform = await Terraform.in(folder, { offline: true, environment });
    const warnings = await watch.time("plan", () => terraform.plan({ out: "preview.plan", variables }));
    refuseUndeclared(folder, warnings);
    const [json, text] = await watch.time("show", () =>
      Promise.all([
        terraform.showPlan("preview.plan"),
        asText ? terraform.showText("preview.plan") : undefined,
      ]),
    );
    return { json, text, warnings };
  } finally {
    await providers.close();
  }
}
