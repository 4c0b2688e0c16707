import { GetParameterCommand, type Parameter, SSMClient } from "@aws-sdk/client-ssm";
import { UserError } from "../../../src/user-error";
import type { PlanJson } from "../../plan/terraform-plan";

/** Address of the parameter that tells of a procedure that is under way: `src/operations/procedure-lock.ts`. */
const ADDRESS = "aws_ssm_parameter.operations_procedure";

/** The parameter's value while none is under way. */
const NONE = "none";

/**
 * Refuses to apply a plan while a procedure exchanges the database, and after one did. A plan that is made in that time
 * fails by itself; one that was made before and waited for somebody to agree does not look again.
 *
 * @throws UserError
 */
export async function refuseDuringProcedure(
  plan: PlanJson,
  client: (region: string | undefined) => SSMClient = (region) => new SSMClient({ region }),
): Promise<void> {
  const change = plan.resource_changes?.find(({ address }) => address === ADDRESS)?.change;
  const { name, region, version } = (change?.before ?? {}) as Partial<Planned>;
  // A first deployment makes the parameter.
  if (!name) return;
  const now = await read(client(region), name);
  if (now?.Value !== undefined && now.Value !== NONE) {
    throw new UserError(
      `Nothing may be deployed now, as a procedure is under way: ${now.Value}. Nothing was changed. It ends when its command is run to the end, or taken back by it; then "Re-run all jobs" plans anew.`,
    );
  }
  if (now?.Version !== version) {
    throw new UserError(
      `A procedure changed the installation since this plan was made: the parameter ${name} ${now ? `has version ${now.Version} and had ${version}` : "is gone"}. Nothing was changed. "Re-run all jobs" plans anew.`,
    );
  }
}

/** The parameter as the plan found it. */
interface Planned {
  readonly name: string;
  readonly region: string;
  readonly version: number;
}

async function read(ssm: SSMClient, name: string): Promise<Parameter | undefined> {
  try {
    return (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === "ParameterNotFound") return undefined;
    throw new UserError(
      `Whether a procedure is under way cannot be read: ${error.name}: ${error.message}. Nothing was changed. The role that deploys needs ssm:GetParameter for ${name}.`,
    );
  }
}
