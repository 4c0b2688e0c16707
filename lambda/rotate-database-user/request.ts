import { FunctionError } from "../lib/function-error";

/** The steps of a rotation, in the order in which Secrets Manager asks for them. */
export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

/** A request of Secrets Manager to a function of rotation ("Lambda rotation functions" in its user guide). */
export interface RotationRequest {
  readonly step: (typeof STEPS)[number];
  readonly secret: string;
  /** Id of the secret's version that the rotation makes. */
  readonly version: string;
}

/** @throws FunctionError when the event is none of Secrets Manager's */
export function readRequest(event: unknown): RotationRequest {
  const { Step, SecretId, ClientRequestToken } = Object(event) as Record<string, unknown>;
  const step = STEPS.find((each) => each === Step);
  if (!step || typeof SecretId !== "string" || typeof ClientRequestToken !== "string") {
    throw new FunctionError(
      `The event must be one of Secrets Manager's with Step (${STEPS.join(", ")}), SecretId and ClientRequestToken, but its step is ${JSON.stringify(Step)}. Start a rotation with: aws secretsmanager rotate-secret`,
    );
  }
  return { step, secret: SecretId, version: ClientRequestToken };
}
