import { maskPlan } from "../../../scripts/plan/masked-plan";
import { plannedStack } from "../../../scripts/plan/planned-stack";
import { findAll } from "../../../scripts/rules/rules";
import { REPLACING_ARGUMENTS } from "../../../scripts/terraform/offline/replacing-arguments";
import { changes, OfflineAccount, type OfflineStack, type Values } from "../../support/offline-account";
import { NOT_SMALLER, SMALLER } from "../../support/smaller-values";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING, INTERACTIONS, OFF, TOGGLES, type ToggleName } from "../../support/toggles";

const project = SynthesizedProject.shared();
const account = new OfflineAccount({ replacements: REPLACING_ARGUMENTS });
let stack: OfflineStack;
let without: Record<string, unknown>;

beforeAll(async () => {
  stack = await account.add(project.stack("openemr-production"));
  await stack.apply(OFF);
  without = everything();
  expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
}, 300_000);
afterAll(async () => {
  await account.close();
});

function everything(): Record<string, unknown> {
  return Object.fromEntries(stack.resources());
}

/** `npm run test:toggles` walks with a certificate that is given as well, and with half of the others in each round. */
const IS_WHOLE = process.env.TOGGLES === "all";
const NAMES = Object.keys(TOGGLES) as ToggleName[];
/** The one that cannot be taken back. */
const LASTING: ToggleName = "a third zone";
/** The one that has no effect beside a domain, whose certificate is made. */
const GIVEN: ToggleName = "a certificate";
const ROUNDS = IS_WHOLE
  ? [0, 1].map((round) =>
      NAMES.filter((name, index) => {
        if (name === LASTING) return false;
        if ("certificate_arn" in TOGGLES[name]) return round === 0;
        return "route53_domain" in TOGGLES[name] ? round === 1 : index % 2 === round;
      }),
    )
  : [NAMES.filter((name) => name !== LASTING && name !== GIVEN)];
/** Resources that were made while each toggle was on. */
const made = new Map<ToggleName, string[]>();

const cloud = account.providers.account;
const USER = "aws_sagemaker_user_profile";
const idsOf = (type: string) => cloud.resources(type).map(({ values }) => String(values.id));
/** Addresses in AWS: the guards are Terraform's own. */
const thereOf = (kind: string) =>
  Object.keys(everything()).filter((address) => new RegExp(`^aws_\\w+\\.${kind}`).test(address));

/** Toggles that keep records and copies of data, switched off. */
const WITHOUT_DATA: Values = Object.fromEntries(
  NAMES.filter((name) => /audit trail|analytics|copies/.test(name)).flatMap((name) =>
    Object.keys(TOGGLES[name]).map((variable) => [variable, OFF[variable]]),
  ),
);

/** People have worked: everything that can hold something does. */
function use(): void {
  for (const type of ["aws_backup_vault", "aws_ecr_repository", "aws_s3_bucket", USER]) {
    for (const id of idsOf(type)) cloud.fill(type, id);
  }
}

it.each(ROUNDS.map((names) => [names]))(
  "%j go on, and off without a trace, with data in all that holds some",
  async (names) => {
    const together: Values = Object.assign({}, OFF, ...names.map((name) => TOGGLES[name]));
    const on: Values = together.route53_domain ? { ...together, certificate_arn: null } : together;
    await stack.apply(on);
    for (const name of names) made.set(name, Object.keys(everything()));
    use();
    const [analytics, audit] = [thereOf("analytics_"), thereOf("audit_")];
    expect(Math.min(analytics.length, audit.length)).toBeGreaterThan(5);

    if (on.deletion_protection) {
      const refused = await stack.apply({ ...on, ...WITHOUT_DATA }).catch(({ message }: Error) => message);
      expect(refused).toContain("The exports hold data of patients, so nothing is deleted.");
      expect(refused).toContain("deletion_protection is true, so the audit trail stays.");
      expect(refused).toContain("deletion_protection is true, so the copies of backups stay.");
      expect([thereOf("analytics_"), thereOf("audit_")]).toEqual([analytics, audit]);
      // The protection goes by a deploy before.
      await stack.apply({ ...on, deletion_protection: false });
    }
    // People's spaces are in Studio, so that nothing of the environment goes before `npm run clear-studio`.
    await expect(stack.apply(OFF)).rejects.toThrow("DeleteUserProfile: api error ResourceInUse");
    expect(thereOf("analytics_")).toEqual(analytics);
    for (const id of idsOf(USER)) cloud.empty(USER, id);
    for (const id of idsOf("aws_backup_vault")) cloud.empty("aws_backup_vault", id);
    await stack.apply(OFF);
    expect(everything()).toEqual(without);
  },
  600_000,
);

it("no zone loses its way out: its route moves before the NAT gateway goes", () => {
  const { calls } = account.providers;
  const deletions = calls.flatMap(({ action, type, values }, index) =>
    action === "delete" && type === "aws_nat_gateway" ? [{ id: values.id, index }] : [],
  );
  expect(deletions).not.toEqual([]);
  for (const { id, index } of deletions) {
    const routes = new Map(
      calls
        .slice(0, index)
        .filter(({ type, action }) => type === "aws_route" && action !== "read")
        .map(({ values }) => [values.id, values.nat_gateway_id]),
    );
    expect([...routes.values()]).not.toContain(id);
  }
});

it("nobody is sent to port 443 before something listens there", () => {
  const { calls } = account.providers;
  const listeners = calls.flatMap(({ action, type, values }, index) =>
    type === "aws_lb_listener" && action !== "read" ? [{ action, values, index }] : [],
  );
  const redirects = listeners.filter(
    ({ action, values }) =>
      action === "update" && JSON.stringify(values.default_action).includes('"type":"redirect"'),
  );
  expect(redirects).not.toEqual([]);
  for (const { index } of redirects) {
    const last = listeners.filter((each) => each.index < index && each.values.port === 443).at(-1);
    expect(last?.action).toBe("create");
  }
});

it("all go on again together", async () => {
  await stack.apply(EVERYTHING);
  const again = new Set(Object.keys(everything()));
  const walked = [...made.keys(), LASTING, ...(IS_WHOLE ? [] : [GIVEN])];
  expect(walked.sort()).toEqual([...NAMES].sort());
  // The domain's certificate stands in for one that the operator names: both make the same listeners.
  const spared = INTERACTIONS.flatMap(({ spares = [] }) => spares);
  const expected = new Set([...made.values()].flat());
  expect([...expected].filter((address) => !again.has(address) && !spared.includes(address))).toEqual([]);
  expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
}, 300_000);

it("a zone is not given up again, nor the days that a lock asks for: that is refused before anything happens", async () => {
  const done = account.providers.calls.filter(({ ordinal }) => ordinal > 0).length;
  const fewer = { availability_zone_count: 2, backup_copy_retention_days: 7 };
  const refused = await stack.apply({ ...EVERYTHING, ...fewer }).catch(({ message }: Error) => message);
  expect(refused).toMatch(
    /availability_zone_count is 2, but the installation is in 3 availability zones.*Set availability_zone_count = 3/s,
  );
  expect(refused).toContain("the lock of the vault refuses what is kept for less than 35 days");
  expect(account.providers.calls.filter(({ ordinal }) => ordinal > 0)).toHaveLength(done);
});

it("what an installation was made with is kept, and other values are refused by name, all at once", async () => {
  stack.set({
    ...EVERYTHING,
    name: "clinic",
    region: "eu-west-1",
    vpc_cidr: "10.1.0.0/16",
  });
  const refused = await stack.terraform.plan({ refresh: false }).then(
    () => "",
    ({ message }: Error) => message,
  );
  for (const [name, given, made] of [
    ["name", "clinic", "openemr"],
    ["region", "eu-west-1", "us-east-1"],
    ["vpc_cidr", "10.1.0.0/16", "10.0.0.0/16"],
  ]) {
    expect(refused).toContain(
      `${name} is "${given}", but this installation was made with "${made}". Nothing was changed.`,
    );
  }
});

/** Arguments that say for how long data are kept. */
const KEEPS = /retention|expiration/;

it("less of everything replaces nothing that holds data, and the review tells of all that is kept for less long", async () => {
  const { variable } = project.document("openemr-production");
  const sizes = Object.entries(variable).flatMap(([name, { type }]) =>
    /number|list|map/.test(String(type)) ? [name] : [],
  );
  expect(sizes.sort()).toEqual([...Object.keys(SMALLER), ...Object.keys(NOT_SMALLER)].sort());

  const plan = await stack.plan({ ...EVERYTHING, ...SMALLER });
  const changed = changes(plan);
  const anew = changed
    .filter(({ change }) => change.actions.includes("delete"))
    .map(({ address }) => address);
  // An alarm that a single task has no use for, a revision of tasks, and what stands for items of lists that are empty.
  expect(anew.sort()).toEqual([
    "aws_cloudwatch_metric_alarm.monitoring_alarm_tasks_missing[0]",
    "aws_ecs_task_definition.application_task",
    "aws_route53_record.address_ipv6[0]",
    'aws_sns_topic_subscription.monitoring_topic_email["operations@example.org"]',
    'aws_vpc_security_group_ingress_rule.edge_ipv6_http["2001:db8::/32"]',
    'aws_vpc_security_group_ingress_rule.edge_ipv6_https["2001:db8::/32"]',
  ]);
  const shorter = changed.filter(({ change }) => {
    const [before, after] = [change.before, change.after].map(
      (side) => (side ?? {}) as Record<string, unknown>,
    );
    return Object.keys({ ...before, ...after }).some(
      (name) => KEEPS.test(name) && JSON.stringify(before![name]) !== JSON.stringify(after![name]),
    );
  });
  const told = new Set(
    findAll(plannedStack(maskPlan(plan).plan)).flatMap(({ address, severity, others = [] }) =>
      severity === "unknown" ? [] : [address, ...others.map((other) => other.address)],
    ),
  );
  expect(shorter.length).toBeGreaterThan(10);
  expect(shorter.map(({ address }) => address).filter((address) => !told.has(address))).toEqual([]);
});
