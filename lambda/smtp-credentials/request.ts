import { FunctionError } from "../lib/function-error";

/** The work that the function is asked for. */
export type Request =
  | { readonly action: "ensure" | "rotate" }
  | { readonly action: "retire"; readonly deployment: string };

/** The event that ECS sends when a deployment is complete. */
interface DeploymentEvent {
  readonly "detail-type": "ECS Deployment State Change";
  readonly detail: { readonly deploymentId: string };
}

/** @throws FunctionError when the event asks for nothing that there is */
export function readRequest(event: unknown): Request {
  const { action } = Object(event) as { action?: unknown };
  if (action === "ensure" || action === "rotate") return { action };
  const { "detail-type": type, detail } = Object(event) as Partial<DeploymentEvent>;
  if (type === "ECS Deployment State Change" && detail?.deploymentId) {
    return { action: "retire", deployment: detail.deploymentId };
  }
  throw new FunctionError(
    `The event must be {"action": "rotate"}, {"action": "ensure"} or a deployment event of ECS, but its action is ${JSON.stringify(action)}.`,
  );
}
