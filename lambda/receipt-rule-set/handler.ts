import { SESClient } from "@aws-sdk/client-ses";
import { Activation } from "./activation";

/** As the resource `aws_lambda_invocation` with the lifecycle scope CRUD sends it. */
export interface ActivationEvent {
  readonly ruleSet: string;
  readonly tf: { readonly action: "create" | "update" | "delete" };
}

const ses = new SESClient({ maxAttempts: 6 });

/** Takes a receipt rule set of SES into service, and out of it when Terraform destroys the invocation. */
export async function handler({ ruleSet, tf }: ActivationEvent): Promise<{ readonly outcome: string }> {
  const activation = new Activation(ses, process.env.AWS_REGION ?? "this region");
  const outcome =
    tf.action === "delete" ? await activation.deactivate(ruleSet) : await activation.activate(ruleSet);
  console.log(JSON.stringify({ action: tf.action, ruleSet, outcome }));
  return { outcome };
}
