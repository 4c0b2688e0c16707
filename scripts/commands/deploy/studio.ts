import { UserError } from "../../../src/user-error";
import { stackOutputs } from "../../terraform/stack-outputs";

/** Whether the state of an environment has SageMaker Studio. A state that cannot be read has none. */
export async function hasStudio(project: string, environment: string): Promise<boolean> {
  try {
    const { values } = await stackOutputs(project, environment);
    return Boolean(values.analytics_environment);
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** SageMaker makes security groups for a domain and never deletes them, and Terraform knows nothing of them. */
export function studioAdvice(environment: string): string {
  return (
    "Where the analytics environment ever was on, SageMaker leaves security groups in the VPC, at which a destroy " +
    "stops. Turn the environment off by a deploy before, then delete the groups: npm run clear-studio -- " +
    `${environment}. After a destroy that stopped: npm run clear-studio -- --vpc <the VPC that Terraform names>`
  );
}
