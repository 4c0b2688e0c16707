import type { ResourceChange } from "../../../scripts/plan/terraform-plan";
import type { Finding } from "../../../scripts/rules/finding";
import { AREAS } from "../../../scripts/rules/rules";
import { AVAILABILITY } from "./examples/availability";
import { CONNECTIONS } from "./examples/connections";
import { DATA_LOSS } from "./examples/data-loss";
import { ENCRYPTION } from "./examples/encryption";
import { addressOf, nested } from "./examples/example";
import { EXPOSURE } from "./examples/exposure";
import { FIREWALL } from "./examples/firewall";
import { GUARDED } from "./examples/guarded";
import { IDENTITIES_AND_TRAIL } from "./examples/identities-and-trail";
import { RECORDS } from "./examples/records";
import { ROUTES_AND_MAIL } from "./examples/routes-and-mail";
import { SECRETS } from "./examples/secrets";
import { SETTINGS } from "./examples/settings";
import { added, deleted, findings, stackOf, updated } from "./stack-of";

/** Findings of all areas, without those that any change of a type brings. */
function found(...changes: readonly ResourceChange[]): Finding[] {
  return AREAS.flatMap(({ find }) => find(stackOf(...changes)));
}

const says = (all: readonly Finding[], text: string) => all.filter(({ title }) => title.endsWith(text));

/** At least one for each row of each table. */
const EXAMPLES = [
  ...CONNECTIONS,
  ...IDENTITIES_AND_TRAIL,
  ...ENCRYPTION,
  ...EXPOSURE,
  ...AVAILABILITY,
  ...RECORDS,
  ...DATA_LOSS,
  ...SECRETS,
  ...FIREWALL,
  ...ROUTES_AND_MAIL,
  ...SETTINGS,
];

const CASES = EXAMPLES.map((example) => [`${example[0]}, ${example[1]}`, example] as const);

describe("an attribute that becomes weaker", () => {
  test.each(CASES)("is found: %s", (_, [type, path, strong, weak, text]) => {
    const address = addressOf(type);
    const [before, after] = [nested(path, strong), nested(path, weak)];
    const [finding, ...others] = says(found(updated(address, before, after)), text);
    expect(finding).toMatchObject({ address, attribute: expect.any(String), why: expect.any(String) });
    expect(others).toEqual([]);
    expect(finding!.before ?? finding!.after).toBeDefined();
  });

  test.each(CASES)("is not found the other way: %s", (_, [type, path, strong, weak, text, both]) => {
    const backwards = says(found(updated(addressOf(type), nested(path, weak), nested(path, strong))), text);
    // A change of some settings matters in both directions.
    expect(backwards).toHaveLength(both === "either way" ? 1 : 0);
  });

  test.each(CASES)("is not found where it stays: %s", (_, [type, path, strong, , text]) => {
    const values = nested(path, strong);
    const kept = found(updated(addressOf(type), { ...values, other: 1 }, { ...values, other: 2 }));
    expect(says(kept, text)).toEqual([]);
  });
});

test("copies of backups that are switched on are kept for no fewer days than none, and those that were kept for ever are", () => {
  const text = "keeps copies of backups for fewer days";
  const plan = (copies: readonly object[]) => ({ rule: [{ rule_name: "Daily", copy_action: copies }] });
  const kept = (lifecycle: readonly object[]) => [{ destination_vault_arn: "arn:vault", lifecycle }];
  const becomes = (before: readonly object[], after: readonly object[]) =>
    says(found(updated("aws_backup_plan.backup_plan", plan(before), plan(after))), text);
  expect(becomes([], kept([{ delete_after: 35 }]))).toEqual([]);
  expect(becomes(kept([]), kept([{ delete_after: 35 }]))).toHaveLength(1);
  expect(becomes(kept([{ delete_after: 35 }]), kept([{ delete_after: 34 }]))).toHaveLength(1);
});

describe("what protects by being there", () => {
  test.each(GUARDED)("is missed when %s is deleted, and not when it is added", (type, text) => {
    expect(says(found(deleted(addressOf(type), { id: "1" })), text)).toHaveLength(1);
    expect(says(found(added(addressOf(type))), text)).toEqual([]);
  });

  test("is not missed when it moves to another address of the same name", () => {
    const [from, to] = ["aws_flow_log.network_log", "aws_flow_log.network_log[0]"];
    expect(says(found(deleted(from, { id: "1" }), added(to)), "is deleted")).toEqual([]);
  });

  test("is not missed when what it belongs to is deleted, too", () => {
    const bucket = deleted("aws_s3_bucket.audit_bucket", { id: "records", arn: "arn:records" });
    const versioning = deleted("aws_s3_bucket_versioning.audit_versioning", { bucket: "records" });
    expect(found(bucket, versioning).map(({ title }) => title)).toEqual(["Audit trail: bucket is DELETED"]);
  });
});

test("what is new is told as less, where nothing was lost", () => {
  const balancer = added("aws_lb.edge_load_balancer", { internal: false, enable_deletion_protection: false });
  const bucket = added("aws_s3_bucket.edge_logs", { force_destroy: true });
  const block = added("aws_s3_bucket_public_access_block.edge_logs_access", { block_public_acls: false });
  const shown = found(balancer, bucket, block).map(({ severity, title }) => [severity, title]);
  expect(shown).toContainEqual(["notice", "Edge: load balancer is internet-facing"]);
  expect(shown).toContainEqual(["notice", "Edge: load balancer has no deletion protection"]);
  expect(shown).toContainEqual(["warning", "Edge: logs bucket is destroyed together with its objects"]);
  expect(shown).toContainEqual(["danger", "Edge: logs public access block can be made public"]);
  expect(says(found(added("aws_lb.edge_load_balancer", { internal: true })), "is internet-facing")).toEqual(
    [],
  );
});

test("every row of every table has an example", () => {
  const attributeRules = AREAS.flatMap(({ table }) => table?.attributeRules ?? []);
  const withoutExample = attributeRules.filter(
    ({ types, says: text }) =>
      text !== "is internet-facing" &&
      !EXAMPLES.some(([type, , , , example]) => types.includes(type) && text === example),
  );
  expect(withoutExample.map(({ types, path }) => `${types[0]} ${path}`)).toEqual([]);
  const guarded = AREAS.flatMap(({ table }) => table?.deletionRules ?? []).flatMap(({ types }) => types);
  const missing = guarded.filter((type) => !GUARDED.some(([example]) => example === type));
  expect(missing).toEqual([]);
});

test("a value that only the apply will know is told as such, one that AWS decides is not", () => {
  const address = "aws_rds_cluster.database_cluster";
  const before = { backup_retention_period: 35 };
  const source = updated(address, before, {}, { after_unknown: { backup_retention_period: true } });
  const backups = AREAS.find(({ title }) => title === "Backups and retention")!;
  expect(findings(backups, source)).toEqual([]);

  const stack = stackOf(source);
  const [resource] = stack.resources.filter((candidate) => candidate.address === address);
  const configured = { address, mode: "managed", type: "aws_rds_cluster", name: "database_cluster" } as const;
  const expressions = { backup_retention_period: { references: ["aws_x.y"] } };
  Object.assign(resource!, { configured: { ...configured, expressions } });
  expect(backups.find(stack)).toMatchObject([
    { severity: "warning", before: "35", after: "(known after apply)", attribute: "backup_retention_period" },
  ]);
});
