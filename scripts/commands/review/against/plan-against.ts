import { copyFileSync, existsSync } from "node:fs";
import path from "node:path";
import type { OfflineProviders } from "#offline-providers";
import type { Environment } from "../../../../src/environments";
import { withSourceOfValues } from "../../../../src/stack-files";
import { UserError } from "../../../../src/user-error";
import { inWorkFolder } from "../../../system/work-folder";
import type { Stopwatch } from "../../../terminal/stopwatch";
import { forceLocalBackend } from "../../../terraform/local-backend";
import { accountOfValues } from "../../../terraform/offline/account-of-values";
import { startOfflineAccount } from "../../../terraform/offline/offline-account";
import { REPLACING_ARGUMENTS } from "../../../terraform/offline/replacing-arguments";
import { synthesize } from "../../../terraform/synthesis";
import { Terraform } from "../../../terraform/terraform";
import { checkAssigned, refuseUndeclared } from "../../../terraform/variable-names";
import type { Origin } from "../origin";
import type { ReviewedPlan } from "../review";
import { type Base, findBase } from "./base";

export interface AgainstOptions {
  /** The work is done in a folder below this one, of which nothing stays. */
  readonly folder: string;
  /** Where the person is. */
  readonly here: string;
  /** Each `name=value`, of the working tree and of what it is compared with. */
  readonly variables: readonly string[];
  readonly baseVariables: readonly string[];
  readonly watch: Stopwatch;
}

const STATE = "terraform.tfstate";

/**
 * Plans what the working tree changes in another commit's stack. The stack of that commit is applied in an account
 * that exists only here, and the present one is planned over it. Values that AWS would give are made up, but the
 * same each time, so that what differs is what the change makes of it.
 */
export function planAgainst(
  project: string,
  environment: Environment,
  against: string,
  options: AgainstOptions,
): Promise<ReviewedPlan> {
  const { folder, here, watch } = options;
  return inWorkFolder(folder, async (work) => {
    const base = await watch.time("checkout", () => findBase(project, against, here, work));
    const isNew = !existsSync(path.join(base.project, "environments", `${environment.name}.tfvars`));
    const [former, present] = await watch.time("synthesis", () =>
      Promise.all([
        isNew ? undefined : synthesizeBase(base, work, environment.name),
        synthesize(project, path.join(work, "present-out"), environment.name),
      ]),
    );
    const providers = startOfflineAccount({
      account: accountOfValues(present, options.variables),
      replacements: REPLACING_ARGUMENTS,
    });
    try {
      if (former) await watch.time("apply", () => applyBase(former, base, environment, providers, options));
      return await watch.time("plan", () =>
        planPresent(present, former, base, environment, providers, options),
      );
    } finally {
      await providers.close();
    }
  });
}

function synthesizeBase(base: Base, work: string, environment: string): Promise<string> {
  const synthesis = synthesize(base.project, path.join(work, "base-out"), environment);
  return naming(base, "be synthesized", synthesis);
}

async function applyBase(
  stack: string,
  base: Base,
  { name }: Environment,
  providers: OfflineProviders,
  { baseVariables }: AgainstOptions,
): Promise<void> {
  const apply = async () => {
    checkAssigned(stack, baseVariables);
    const terraform = await terraformIn(stack, providers);
    await terraform.apply({ variables: baseVariables });
  };
  await naming(base, "be applied", apply(), `environments/${name}.tfvars`);
}

async function planPresent(
  stack: string,
  former: string | undefined,
  base: Base,
  { name, file }: Environment,
  providers: OfflineProviders,
  { variables }: AgainstOptions,
): Promise<ReviewedPlan> {
  try {
    checkAssigned(stack, variables);
    if (former) copyFileSync(path.join(former, STATE), path.join(stack, STATE));
    const terraform = await terraformIn(stack, providers);
    const warnings = await terraform.plan({ out: "review.plan", variables });
    refuseUndeclared(stack, warnings);
    const plan = await terraform.showPlan("review.plan");
    return { environment: name, plan, origin: originOf(base, former === undefined), diagnostics: warnings };
  } catch (error) {
    // Terraform read a copy; the person wrote the environment's file.
    if (error instanceof UserError) error.message = withSourceOfValues(error.message, file);
    throw error;
  }
}

async function terraformIn(stack: string, providers: OfflineProviders): Promise<Terraform> {
  forceLocalBackend(stack);
  const environment = await providers.environment(stack);
  return Terraform.in(stack, { offline: true, environment });
}

function originOf({ ref, commit }: Base, isNewThere: boolean): Origin {
  return { kind: "against", ref, ...(commit ? { commit } : {}), isNewThere };
}

/** Says of an error that it is not one of the working tree. */
async function naming<T>({ ref }: Base, what: string, work: Promise<T>, file?: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = file ? withSourceOfValues(error.message, `${file} of ${ref}`) : error.message;
    throw new UserError(`The stack of ${ref}, which --against names, cannot ${what}.\n\n${message}`);
  }
}
