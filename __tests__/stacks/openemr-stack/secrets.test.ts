import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Operation } from "#offline-providers";
import { databaseFor } from "../../database/database-for";
import { SynthesizedCapability } from "../../support/capability";
import { changes, OfflineAccount, type OfflineStack } from "../../support/offline-account";
import { temporaryFolder } from "../../support/stand-in";
import { SynthesizedProject } from "../../support/synthesized-project";

const project = SynthesizedProject.shared();
let account: OfflineAccount;

const VERSION = "aws_secretsmanager_secret_version.database_secret_version";
const REPLACE = `-replace=${VERSION}`;

/** The parts that make and use passwords, and whatever they refer to. */
const WITH_PASSWORDS = /^aws_\w+\.(application|cache|database|operations)(_|$)|^terraform_data\./;

/** The passwords in Secrets Manager, by the name of the user. */
function passwords(): Record<string, string> {
  const secrets = account.providers.secrets.entries().map(([, value]) => JSON.parse(value));
  return Object.fromEntries(secrets.map(({ username, password }) => [username, password]));
}

/** The password that the database was given last. */
function databasePassword(): unknown {
  const writes = account.providers.calls.filter(
    ({ type, outcome, config }) =>
      type === "aws_rds_cluster" && outcome !== "failed" && config?.master_password_wo,
  );
  return writes.at(-1)?.config?.master_password_wo;
}

const fails =
  (action: Operation["action"], type: string, afterwards = false) =>
  (operation: Operation) =>
    operation.action === action && operation.type === type
      ? { message: `${type} is out of order`, afterwards }
      : undefined;

describe("the passwords of an installation", () => {
  /** Each test goes on from where the one before left it. */
  let stack: OfflineStack;
  beforeAll(async () => {
    account = new OfflineAccount();
    stack = await account.add(project.stack("openemr-production"), WITH_PASSWORDS);
  });
  afterAll(() => account.close());

  it("are made up only by the apply, of letters and digits, and are nowhere but in Secrets Manager and the database", async () => {
    const opened = () => account.providers.calls.filter(({ action }) => action === "open").length;
    const planned = [JSON.stringify(await stack.plan()), await stack.terraform.showText("plan")];
    expect(opened()).toBe(0);
    await stack.terraform.apply({ plan: "plan" });
    const during = opened();
    expect(during).toBeGreaterThan(0);
    const again = await stack.plan();
    expect(changes(again)).toEqual([]);
    expect(opened()).toBe(during);

    // The container can use these.
    expect(Object.keys(passwords()).sort()).toEqual(["admin", "dbadmin", "openemr"]);
    for (const password of Object.values(passwords())) expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(new Set(Object.values(passwords())).size).toBe(3);
    expect(databasePassword()).toBe(passwords().dbadmin);

    const written = [
      ...planned,
      project.text("openemr-production"),
      stack.state,
      JSON.stringify(await stack.terraform.outputs()),
      JSON.stringify(again),
    ].join("\n");
    expect(written).toContain("dbadmin");
    for (const password of Object.values(passwords())) expect(written).not.toContain(password);
  }, 300_000);

  // docs/database.md, "Rotate the master user's password".
  it("are another one in the secret and in the database, which stays, and nothing else changes, where the version of the database's secret is replaced", async () => {
    const former = passwords();
    await stack.terraform.capture("plan", [REPLACE, "-out=plan"]);
    const planned = changes(await stack.terraform.showPlan("plan"));
    expect(planned.map(({ address, change }) => [address, change.actions.join()])).toEqual([
      ["aws_rds_cluster.database_cluster", "update"],
      [VERSION, "delete,create"],
    ]);
    await stack.terraform.apply({ plan: "plan" });
    expect(passwords().dbadmin).not.toBe(former.dbadmin);
    expect(databasePassword()).toBe(passwords().dbadmin);
    expect(passwords()).toMatchObject({ admin: former.admin, openemr: former.openemr });
    expect(await stack.terraform.planForChanges()).toMatchObject({ hasChanges: false });
  }, 300_000);

  // docs/operations.md, "Rotate passwords".
  it("are another one in the secret of OpenEMR's user, and nothing else changes, where the version of that is replaced", async () => {
    const former = passwords();
    const version = "aws_secretsmanager_secret_version.database_user_version";
    await stack.terraform.capture("plan", [`-replace=${version}`, "-out=plan"]);
    const planned = changes(await stack.terraform.showPlan("plan"));
    expect(planned.map(({ address, change }) => [address, change.actions.join()])).toEqual([
      [version, "delete,create"],
    ]);
    await stack.terraform.apply({ plan: "plan" });
    expect(passwords().openemr).not.toBe(former.openemr);
    expect(passwords()).toMatchObject({ admin: former.admin, dbadmin: former.dbadmin });
  }, 300_000);
});

/** This needs only the database; the rest of the installation has no part in it. */
describe("the password of a database", () => {
  const folder = temporaryFolder();
  beforeAll(() => {
    const { text } = new SynthesizedCapability(databaseFor);
    writeFileSync(join(folder, "cdk.tf.json"), text);
  });

  let stack: OfflineStack;
  beforeEach(async () => {
    account = new OfflineAccount();
    stack = await account.add(folder);
    // A cluster whose creation failed is made anew, and AWS deletes no protected one for that.
    stack.set({ region: "us-east-1", allow_plain_http: true, deletion_protection: false });
  });
  afterEach(() => account.close());

  const apply = (...args: string[]) => stack.terraform.capture("apply", ["-auto-approve", ...args]);

  it.each([
    ["the secret's version cannot be written", fails("create", "aws_secretsmanager_secret_version")],
    [
      "the secret's version is written, but the answer is lost",
      fails("create", "aws_secretsmanager_secret_version", true),
    ],
    ["the database cannot be made", fails("create", "aws_rds_cluster")],
    ["the database is made, but never becomes available", fails("create", "aws_rds_cluster", true)],
    ["what was written cannot be read", fails("open", "aws_secretsmanager_secret_version")],
  ])("is the same in the secret and in the database after a repeated apply when %s", async (_, failure) => {
    account.providers.failures = failure;
    await expect(apply()).rejects.toThrow();
    account.providers.failures = undefined;
    await apply();
    expect(passwords().dbadmin).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(databasePassword()).toBe(passwords().dbadmin);
  });

  it("is the same in both after a repetition, if the database refused another one", async () => {
    await apply();
    const former = passwords();
    account.providers.failures = fails("update", "aws_rds_cluster");
    await expect(apply(REPLACE)).rejects.toThrow();
    account.providers.failures = undefined;
    await apply(REPLACE);
    expect(passwords().dbadmin).not.toBe(former.dbadmin);
    expect(databasePassword()).toBe(passwords().dbadmin);
  });
});
