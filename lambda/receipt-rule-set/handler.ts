import { SESClient } from "@aws-sdk/client-ses";
import { Activation } from "./activation";
import { readSettings } from "./settings";

/** As the resource `aws_lambda_invocation` with the lifecycle scope CRUD sends it. */
export interface ActivationEvent {
  readonly ruleSet: string;
  readonly rule: string;
  /** The operator has it taken into service. */
  readonly activate: boolean;
  readonly tf: { readonly action: "create" | "update" | "delete" };
}

const ses = new SESClient({ maxAttempts: 6 });

/** Takes OpenEMR's receipt rule set into service and out of it, and lets it go when nobody else needs it. */
export async function handler({ ruleSet, rule, activate, tf }: ActivationEvent) {
  const { region } = readSettings(process.env);
  const outcome = await follow(new Activation({ ses, region, ruleSet, rule }), activate, tf.action);
  console.log(JSON.stringify({ action: tf.action, ruleSet, outcome }));
  return { outcome };
}

async function follow(activation: Activation, activate: boolean, action: ActivationEvent["tf"]["action"]) {
  if (action !== "delete" && activate) return activation.activate();
  // An operator may have activated it by hand, before it is guarded.
  if (action === "create") return "It is left as it is.";
  return activation.deactivate();
}
