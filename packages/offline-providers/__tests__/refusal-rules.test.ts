import type { CtyObject, CtyValue } from "../src";
import { MADE_AGAIN, REFUSAL_RULES, TAKEN_NAMES } from "../src";
import { QUOTAS } from "../src/simulations/aws/account/quota-rules";
import { refusalOf } from "../src/simulations/aws/account/rule";
import { SimulatedAccount } from "../src/simulations/aws/account/simulated-account";
import { USES } from "../src/simulations/aws/account/uses";
import { SecretStore } from "../src/simulations/aws/secret-store";

const account = new SimulatedAccount(new SecretStore());
const nothing = account.snapshot();
afterEach(() => account.restore(nothing));

function refused(action: "create" | "delete", type: string, values: CtyObject): string | undefined {
  const change =
    action === "create"
      ? { action, type, prior: null, values, config: values }
      : { action, type, prior: values, values: null, config: null };
  return refusalOf(REFUSAL_RULES, change, account);
}

/** An object with a value at a path through blocks. */
function nested(path: string, value: CtyValue): CtyObject {
  const [step, ...rest] = path.split(".");
  return { [step!]: rest.length > 0 ? [nested(rest.join("."), value)] : value };
}

test("each rule names AWS's page, the operation and the code of the error", () => {
  expect(REFUSAL_RULES.length).toBeGreaterThan(70);
  for (const { source, operation, code } of REFUSAL_RULES) {
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
    expect([operation, code].join(" ")).toMatch(/^[A-Z]\w+ [\w.]+$/);
  }
});

test.each(TAKEN_NAMES.map((name) => [name.type, name.by.join(" and ") || "region", name] as const))(
  "the %s of a taken %s is refused until what has it is gone",
  (type, _, { by, code, perRegion = true }) => {
    const named = {
      ...Object.fromEntries(by.map((name) => [name, `its ${name}`])),
      region: "eu-west-1",
      private_dns_enabled: true,
    };
    account.add(type, { id: "first", ...named });
    expect(refused("create", type, named)).toContain(`api error ${code}: `);
    if (by.length > 0) {
      expect(refused("create", type, { ...named, [by.at(-1)!]: "another" })).toBeUndefined();
    }
    const elsewhere = refused("create", type, { ...named, region: "eu-west-2" });
    expect(elsewhere === undefined).toBe(perRegion);
    account.remove(type, "first");
    expect(refused("create", type, named)).toBeUndefined();
  },
);

test("no type is both refused and made again", () => {
  expect(TAKEN_NAMES.map(({ type }) => type).filter((type) => type in MADE_AGAIN)).toEqual([]);
});

const EACH_USE = USES.flatMap(({ type, by, code }) =>
  Object.entries(by).map(([user, path]) => [type, user, path, code] as const),
);

test.each(EACH_USE)("a used %s is not deleted while %s has it as %s", (type, user, path, code) => {
  const used = { id: "its-id", arn: "its:arn" };
  account.add(type, used);
  account.add(user, { id: "user", ...nested(path, "its:arn") });
  expect(refused("delete", type, used)).toContain(`api error ${code}: `);
  account.restore(nothing);
  account.add(user, { id: "user", ...nested(path, ["another", "its-id"]) });
  expect(refused("delete", type, used)).toContain(`${user} uses it`);
  account.remove(user, "user");
  expect(refused("delete", type, used)).toBeUndefined();
});

test.each([
  ["aws_rds_cluster", "deletion_protection"],
  ["aws_db_instance", "deletion_protection"],
  ["aws_lb", "enable_deletion_protection"],
  ["aws_dynamodb_table", "deletion_protection_enabled"],
])("a protected %s is not deleted while %s is true", (type, attribute) => {
  expect(refused("delete", type, { id: "x", [attribute]: true })).toContain(`while ${attribute} is true`);
  expect(refused("delete", type, { id: "x", [attribute]: false })).toBeUndefined();
});

test.each([
  ["aws_s3_bucket", "force_destroy"],
  ["aws_backup_vault", "force_destroy"],
  ["aws_ecr_repository", "force_delete"],
  ["aws_sagemaker_user_profile", "force"],
])("a %s that holds something is deleted only with %s", (type, attribute) => {
  account.add(type, { id: "full" });
  account.fill(type, "full", 3);
  expect(refused("delete", type, { id: "full" })).toContain("it holds 3");
  expect(refused("delete", type, { id: "full", [attribute]: true })).toBeUndefined();
  account.empty(type, "full");
  expect(refused("delete", type, { id: "full" })).toBeUndefined();
  expect(() => account.fill(type, "missing")).toThrow(`There is no ${type} missing`);
});

test("the name of a deleted secret is free once its recovery window is over", () => {
  const type = "aws_secretsmanager_secret";
  const secret = { id: "a", name: "password", recovery_window_in_days: 30 };
  account.changed({ action: "delete", type, prior: secret, values: null, config: null });
  expect(refused("create", type, secret)).toContain("already scheduled for deletion");
  account.letPass(29);
  expect(refused("create", type, secret)).toContain("already scheduled for deletion");
  account.letPass(1);
  expect(refused("create", type, secret)).toBeUndefined();
  account.changed({
    action: "delete",
    type,
    prior: { ...secret, recovery_window_in_days: 0 },
    values: null,
    config: null,
  });
  expect(refused("create", type, secret)).toBeUndefined();
});

test("a database leaves a last snapshot, whose name a second one cannot have", () => {
  const database = { id: "db", final_snapshot_identifier: "db-final", skip_final_snapshot: false };
  expect(refused("delete", "aws_rds_cluster", database)).toBeUndefined();
  account.changed({ action: "delete", type: "aws_rds_cluster", prior: database, values: null, config: null });
  expect(account.resources("aws_db_cluster_snapshot").map(({ values }) => values.id)).toEqual(["db-final"]);
  expect(refused("delete", "aws_rds_cluster", database)).toContain("DBClusterSnapshotAlreadyExistsFault");
  expect(refused("delete", "aws_rds_cluster", { ...database, skip_final_snapshot: true })).toBeUndefined();
});

test.each(QUOTAS.map(([type, most, , code]) => [type, most, code] as const))(
  "of %s, a new account gives %i in each region",
  (type, most, code) => {
    for (let n = 0; n < most; n++) {
      expect(refused("create", type, { region: "eu-west-1" })).toBeUndefined();
      account.add(type, { id: `id-${n}`, region: "eu-west-1" });
    }
    expect(refused("create", type, { region: "eu-west-1" })).toContain(`api error ${code}: `);
    expect(refused("create", type, { region: "eu-west-2" })).toBeUndefined();
  },
);

test("the lock of a vault is lifted and changed for the days that it was given, and never after", () => {
  const type = "aws_backup_vault_lock_configuration";
  const lock = { id: "vault", backup_vault_name: "vault", changeable_for_days: 3 };
  account.add(type, lock);
  account.letPass(2);
  expect([refused("delete", type, lock), refused("create", type, lock)]).toEqual([undefined, undefined]);
  account.letPass(1);
  expect(refused("delete", type, lock)).toContain(
    "InvalidRequestException: The lock of vault vault is final",
  );
  expect(refused("create", type, { ...lock, changeable_for_days: null })).toContain("cannot be changed");
  // One without days can be lifted at any time, and the provider does not say the days after an import.
  account.restore(nothing);
  account.add(type, { ...lock, changeable_for_days: null });
  account.letPass(1000);
  expect(refused("delete", type, lock)).toBeUndefined();
});
