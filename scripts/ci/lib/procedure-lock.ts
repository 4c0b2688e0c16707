import { GetParameterCommand, type Parameter, SSMClient } from "@aws-sdk/client-ssm";
import { UserError } from "../../../src/user-error";
import type { PlanJson } from "../../plan/terraform-plan";
import { holding } from "../../procedures/holding";
import { PROCEDURE_PARAMETER } from "../../procedures/installation";
import { RunLock, type RunLockOptions } from "../../procedures/run-lock";
import { clientSettings } from "../../system/client-settings";

/** The parameter's value while none is under way. */
const NONE = "none";

export interface ProcedureLockOptions extends RunLockOptions {
  /** @default - a client for the region that the plan names */
  readonly client?: (region: string | undefined) => SSMClient;
}

/**
 * Applies a plan while no procedure changes the installation: none may begin meanwhile, and none may have exchanged the
 * database since the plan was made. A plan that is made in that time fails by itself; one that was made before and waited
 * for somebody to agree does not look again.
 *
 * @throws UserError
 */
export async function besidesNoProcedure(
  plan: PlanJson,
  environment: string,
  apply: () => Promise<void>,
  { client = (region) => new SSMClient(clientSettings(region)), ...options }: ProcedureLockOptions = {},
): Promise<void> {
  const change = plan.resource_changes?.find(({ address }) => address === PROCEDURE_PARAMETER)?.change;
  const planned = (change?.before ?? {}) as Partial<Planned>;
  // A first deployment makes the parameter.
  if (!planned.name) return apply();
  const ssm = client(planned.region);
  const lock = new RunLock(
    { environment, procedureParameter: planned.name, clients: { ssm } },
    "deploy by CI",
    options,
  );
  await lock.take(console.error).catch((error: Error) => {
    throw error instanceof UserError ? error : unseen(error, `${planned.name}-run`);
  });
  await holding(lock, async () => {
    await refuseAfterProcedure(ssm, planned.name!, planned.version);
    await apply();
  });
}

async function refuseAfterProcedure(
  ssm: SSMClient,
  name: string,
  version: number | undefined,
): Promise<void> {
  const now = await read(ssm, name);
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
    throw unseen(error, name);
  }
}

function unseen(error: Error, name: string): UserError {
  return new UserError(
    `Whether a procedure is under way cannot be seen: ${error.name}: ${error.message}. Nothing was changed. The role that deploys needs ssm:GetParameter for ${name}, and ssm:PutParameter and ssm:DeleteParameter for the one that ends in -run: deploy the stack of the roles (docs/ci.md).`,
  );
}
