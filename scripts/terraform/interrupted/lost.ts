import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../../src/user-error";
import type { PlanJson, ResourceChange } from "../../plan/terraform-plan";
import type { Terraform } from "../terraform";
import { TerraformError } from "../terraform-diagnostics";
import { isAbout } from "../terraform-words";
import { type Candidates, candidatesFor, type Home } from "./import-ids";
import { ACCELERATOR_REGION, listersOf, listFor } from "./listed";
import { mountTargetsIn, searchMountTargets } from "./mount-targets";
import { type Lost, SeenResources } from "./seen-resources";

/** Added to the stack's folder while it is looked for resources. */
const FILE = "interrupted.tf.json";
const PLAN = "interrupted.plan";

/**
 * Plans that are made at most. Each has one more guess where a resource has several, and comes to resources that depend on
 * others of which the plan before was wrong.
 */
const GUESSES = 30;

/**
 * Resources that a plan would create although the account has them already. Terraform itself looks for them: a plan with
 * `import` blocks fails for those that do not exist. The state is not changed.
 *
 * @param variables each `name=value`
 * @param listers asks AWS for what Terraform has no data source for
 */
export async function findLost(
  terraform: Terraform,
  variables: readonly string[],
  listers = listersOf,
): Promise<Lost[]> {
  try {
    const first = await plan(terraform, variables);
    const planned = creations(first);
    const { arns, ...account } = await lookInto(terraform, variables, planned);
    const home = { ...account, region: String(first.variables?.region?.value ?? "") };
    const listed = await listFor(planned, home.region, listers);
    const guesses = planned
      .map((change): Candidates => candidatesFor(change, arns, home, listed.get(change.address)))
      .filter(({ ids }) => ids.length > 0);
    return await verified(terraform, variables, guesses);
  } finally {
    for (const file of [FILE, PLAN]) rmSync(path.join(terraform.folder, file), { force: true });
  }
}

/**
 * Tries to import, and leaves out what does not exist or is another resource than the one that is planned. An error that
 * names none, as where one may not be read, is found by trying half of them.
 */
async function verified(
  terraform: Terraform,
  variables: readonly string[],
  guesses: readonly Candidates[],
): Promise<Lost[]> {
  const seen = new SeenResources();
  let right: Lost[] = [];
  let chosen = seen.choose(guesses);
  let most = Number.POSITIVE_INFINITY;
  for (let n = 0; n < GUESSES && chosen.length > 0; n++) {
    const before = chosen;
    write(terraform, { import: before.map(({ address, id }) => ({ to: address, id })) });
    try {
      const { resource_changes: changes = [] } = await plan(terraform, variables);
      right = seen.see(before, guesses, changes);
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      const named = before.filter(({ address }) => error.diagnostics.some((each) => isAbout(each, address)));
      const unseen = before.filter((each) => !seen.knows(each));
      if (named.length === 0) refuseUnfit(error);
      if (named.length === 0 && unseen.length === 0) return [];
      const refused = named.length === 0 && unseen.length === 1 ? unseen : [];
      for (const each of refused) tell(each, error);
      const absent = [...named, ...refused];
      for (const each of absent) seen.isAbsent(each);
      most = absent.length > 0 ? Number.POSITIVE_INFINITY : Math.ceil(unseen.length / 2);
      right = [];
    }
    chosen = seen.choose(guesses, most);
    if (right.length === before.length && isDeepStrictEqual(chosen, before)) return right;
  }
  return right;
}

/** A deployment that goes on makes the resource anew, or stops at its name. */
function tell({ address }: Lost, { diagnostics }: TerraformError): void {
  console.error(`${address}: could not look whether the account has it. ${diagnostics[0]?.summary ?? ""}`);
}

/**
 * Without what is there the stack could be planned, so a condition of it refuses just that, with the way out. A
 * deployment that went on would stop in the middle, at names that are taken.
 *
 * @throws UserError
 */
function refuseUnfit({ diagnostics }: TerraformError): void {
  const refused = diagnostics.filter(({ summary }) => /^Resource (pre|post)condition failed$/.test(summary));
  if (refused.length === 0) return;
  throw new UserError(
    `Some resources are in the account already, and do not fit:\n${refused.map(({ detail }) => detail).join("\n")}`,
  );
}

interface Account extends Pick<Home, "partition" | "account"> {
  /**
   * ARNs of everything that carries this installation's tags and is not in the state, with the tag `Name`; and mount
   * targets, as {@link mountTargetsIn} gives them.
   */
  readonly arns: ReadonlyMap<string, string | undefined>;
}

async function lookInto(
  terraform: Terraform,
  variables: readonly string[],
  planned: readonly ResourceChange[],
): Promise<Account> {
  const tags = planned.map(({ change }) => (change.after as { tags_all?: Record<string, string> }).tags_all);
  const own = tags.find((each) => each?.Application && each.Environment);
  if (!own) return { arns: new Map(), partition: "", account: "" };
  const filter = ["Application", "Environment"].map((key) => ({ key, values: [own[key]] }));
  const type = "aws_resourcegroupstaggingapi_resources";
  // Copies of backups are in a region of their own. Tags of accelerators, which have none, are told in that of their API.
  const regions = new Set(
    planned.flatMap(({ type, change }) =>
      type === "aws_globalaccelerator_accelerator"
        ? ACCELERATOR_REGION
        : ((change.after as { region?: string }).region ?? []),
    ),
  );
  const searches = [...regions].map((region) => [`interrupted_${region}`, { region, tag_filter: filter }]);
  write(terraform, {
    data: {
      aws_caller_identity: { interrupted: {} },
      aws_partition: { interrupted: {} },
      [type]: Object.fromEntries(searches),
      ...searchMountTargets(planned),
    },
  });
  const { prior_state: state } = await plan(terraform, variables);
  const resources = state?.values?.root_module?.resources ?? [];
  const known = JSON.stringify(resources.filter(({ mode }) => mode === "managed"));
  const found = resources.filter((resource) => resource.type === type).map(({ values }) => values as Tagged);
  const arns = new Map([
    ...found
      .flatMap(({ resource_tag_mapping_list: list }) => list ?? [])
      .filter(({ resource_arn: arn }) => !known.includes(JSON.stringify(arn)))
      .map(({ resource_arn: arn, tags: its }): [string, string | undefined] => [arn, its?.Name]),
    ...mountTargetsIn(resources).map((each): [string, undefined] => [each, undefined]),
  ]);
  const told = (type: string, attribute: string) =>
    String(resources.find((each) => each.type === type)?.values?.[attribute] ?? "");
  return {
    arns,
    partition: told("aws_partition", "partition"),
    account: told("aws_caller_identity", "account_id"),
  };
}

interface Tagged {
  readonly resource_tag_mapping_list?: ReadonlyArray<{
    readonly resource_arn: string;
    readonly tags?: Readonly<Record<string, string>>;
  }>;
}

function creations({ resource_changes: changes = [] }: PlanJson): ResourceChange[] {
  return changes.filter(({ mode, change }) => mode === "managed" && change.actions.join() === "create");
}

async function plan(terraform: Terraform, variables: readonly string[]): Promise<PlanJson> {
  await terraform.plan({ out: PLAN, variables, refresh: false });
  return terraform.showPlan(PLAN);
}

function write({ folder }: Terraform, configuration: object): void {
  writeFileSync(path.join(folder, FILE), JSON.stringify(configuration));
}
