import { followUpgrade } from "../../../scripts/procedures/upgrade/follow";
import { temporaryFolder } from "../../support/stand-in";
import { carriedOut, disturbed, NAMES } from "./support/carried-out";
import { LIMIT, sampledFaults } from "./support/sampled-faults";
import { ServicePart } from "./support/service-part";
import { TFVARS as FILE, FROM, failBackup, rollBack, TO, upgradeAccount } from "./support/upgrade-account";

const folder = temporaryFolder();
const account = (text?: string) => upgradeAccount(folder, text);

function state({ service, text, backups, inUse }: ReturnType<typeof account>) {
  return {
    version: service.version,
    running: service.running,
    deployment: service.deployment,
    line: /openemr_version.*/.exec(text())?.[0],
    backups: backups.jobs.filter(({ State }) => State === "COMPLETED").length >= 2,
    ...inUse(),
  };
}

const UPGRADED = {
  version: TO,
  running: 2,
  deployment: "SUCCESSFUL",
  line: `openemr_version = "${TO}" # in use`,
  backups: true,
  database: "today",
  files: "today",
};

test("an upgrade backs up, writes the version, deploys, follows and reads the database's version", async () => {
  const made = account();
  let told: readonly string[] = [];
  let summary = "";
  await carriedOut(made.world, made.upgrade, {
    shown: (procedure) => (summary = procedure.summary),
    finished: (_procedure, _seconds, outcome) => (told = outcome),
  });
  expect(state(made)).toEqual(UPGRADED);
  expect(made.deploys).toEqual([TO]);
  expect(made.text()).toBe(FILE.replace('"8.2.0"', `"${TO}"`));
  expect(summary).toContain("The way from 8.2.0 to 8.4.1 passed this project's tests on 20");
  expect(summary).toContain(
    `  environments/trial.tfvars\n  -openemr_version = "8.2.0" # in use\n  +openemr_version = "${TO}" # in use`,
  );
  expect(told[0]).toBe(`OpenEMR ${TO} serves at https://emr.example.org. The database is of OpenEMR 8.4.1.`);
  expect(told[1]).toMatch(/^The backup of 20.*, from before, is kept for 90 days\. To go back/);
});

test("nothing is deployed before the backup is complete", async () => {
  const made = account();
  made.backups.failing.set(made.backups.points[0]!.ResourceArn!, {
    State: "FAILED",
    StatusMessage: "No space.",
  });
  await expect(carriedOut(made.world, made.upgrade)).rejects.toThrow(
    /backup of the files", failed\.\nFAILED: No space/,
  );
  expect(made.text()).toBe(FILE);
  expect(made.deploys).toEqual([]);
  await carriedOut(made.world, made.upgrade);
  expect(state(made)).toEqual(UPGRADED);
});

test.each([
  ["refused", "done"],
  ["throttled", "under way"],
] as const)("tasks serve by what ECS says only where their logs may not be read: %s", async (kind, is) => {
  const look = async ({ service, world }: ReturnType<typeof account>) => {
    service.version = TO;
    return followUpgrade(world.installation(NAMES), TO).look();
  };
  const undisturbed = account();
  await look(undisturbed);
  const made = account();
  made.world.disturb({ at: undisturbed.world.calls.indexOf("FilterLogEvents"), kind });
  expect(await look(made)).toMatchObject({ is });
});

test("an upgrade that is done says so, and changes nothing", async () => {
  const made = account();
  await carriedOut(made.world, made.upgrade);
  made.world.calls.length = 0;
  await carriedOut(made.world, made.upgrade);
  expect(made.world.calls.filter((action) => /^(Put|Start|Run|Update)/.test(action))).toEqual([]);
  expect(made.deploys).toEqual([TO]);
});

test.each([
  ["8.1.0", /database does not go back to an older version\. The way back is a restore/],
  ["latest", /--to is "latest", but must be a released version/],
])("--to %s is refused", async (to, message) => {
  const made = account();
  await expect(carriedOut(made.world, made.to(to))).rejects.toThrow(message);
});

test("a way that nobody tried is said to be untried", async () => {
  const made = account();
  made.service.version = "8.1.0";
  let summary = "";
  await carriedOut(made.world, made.upgrade, { shown: (procedure) => (summary = procedure.summary) });
  expect(summary).toContain(
    "The way from 8.1.0 to 8.4.1 was not tried by this project; upgrades from 7.0.3 and 8.2.0 were. Rehearse it",
  );
});

test("a deploy that leaves the former version ends an upgrade, which goes on when given again", async () => {
  const made = account();
  made.tasks.databaseVersion = () => made.service.version.split("-")[0]!;
  made.service.deploy = () => {};
  await expect(carriedOut(made.world, made.upgrade)).rejects.toThrow(
    /"Follow the tasks until they serve .*", failed\.\n8\.2\.0 is deployed[\s\S]*--back\. Where 8\.4\.1-2026-10-01 was deployed or has changed the tables, that brings back the data of 20.*; otherwise it restores nothing\.$/,
  );
  made.service.deploy = ServicePart.prototype.deploy;
  await carriedOut(made.world, made.upgrade);
  expect(state(made)).toEqual(UPGRADED);
});

test("another upgrade does not begin while one is deployed and not finished", async () => {
  const made = account();
  made.tasks.failing.set("database-version", "The database is of OpenEMR 8.2.0, and not of 8.4.1");
  await expect(carriedOut(made.world, made.upgrade)).rejects.toThrow("and not of 8.4.1");
  await expect(carriedOut(made.world, made.to("8.4.1"))).rejects.toThrow(
    /was begun at .* and is not finished/,
  );
});

test.each([
  ["the backup failed", (made: ReturnType<typeof account>) => failBackup(made), /failed/],
  ["the deploy failed", (made: ReturnType<typeof account>) => made.failDeploys(1), /deploy ended with 1/],
])("where %s, another version takes the place of the one that was begun", async (_, fail, message) => {
  const made = account();
  fail(made);
  await expect(carriedOut(made.world, made.upgrade)).rejects.toThrow(message);
  made.failDeploys(0);
  await carriedOut(made.world, made.to("8.4.1"));
  expect(state(made)).toMatchObject({ version: "8.4.1", line: 'openemr_version = "8.4.1" # in use' });
});

test.each([
  ["the backup failed", (made: ReturnType<typeof account>) => failBackup(made), /failed/],
  ["the deploy failed", (made: ReturnType<typeof account>) => made.failDeploys(1), /deploy ended with 1/],
  ["ECS rolled it back and the tables are of before", rollBack, /The deployment was rolled back/],
])("where %s, --back restores nothing and writes the version", async (_, fail, message) => {
  const made = account();
  fail(made);
  await expect(carriedOut(made.world, made.upgrade)).rejects.toThrow(message);
  made.world.calls.length = 0;
  let summary = "";
  await carriedOut(made.world, made.back, { shown: (procedure) => (summary = procedure.summary) });
  expect(summary).toContain("Nothing is restored");
  expect(made.text()).toBe(FILE);
  expect(made.world.calls.filter((action) => /^(StartRestore|Restore|UpdateService)/.test(action))).toEqual(
    [],
  );
  expect(made.inUse()).toEqual({ database: "today", files: "today" });
  expect(made.parameters.values.get("/openemr-trial/procedure-upgrade")).toContain('"taken-back"');
  // Afterwards an upgrade is a new one.
  made.failDeploys(0);
  made.service.deploy = ServicePart.prototype.deploy;
  await carriedOut(made.world, made.upgrade);
  expect(made.inUse()).toEqual({ database: "today", files: "today" });
});

describe("where ECS rolled it back after the tables were upgraded", () => {
  async function rolledBack() {
    const made = account();
    rollBack(made);
    made.tasks.databaseVersion = () => "8.4.1";
    await expect(carriedOut(made.world, made.upgrade)).rejects.toThrow(/The deployment was rolled back/);
    made.service.deploy = ServicePart.prototype.deploy;
    return made;
  }

  test.each(["8.4.1", "8.2.0, and an upgrade of it to OpenEMR 8.4.1 was begun"])(
    "--back says so, and restores when it is run again: %s",
    async (version) => {
      const made = await rolledBack();
      made.tasks.databaseVersion = () => version;
      await expect(carriedOut(made.world, made.back)).rejects.toThrow(
        /changed the tables before ECS went back\..*is lost to people/,
      );
      expect(made.inUse()).toEqual({ database: "today", files: "today" });
      await carriedOut(made.world, made.back);
      expect(made.inUse()).toEqual({ database: "before", files: "before" });
    },
  );

  test("a version between the two is refused, and the first one goes on", async () => {
    const made = await rolledBack();
    await expect(carriedOut(made.world, made.to("8.3.0"))).rejects.toThrow(
      /--to is "8\.3\.0", but an earlier upgrade changed the tables: The database is of OpenEMR 8\.4\.1/,
    );
    expect(made.service.version).toBe(FROM);
    await carriedOut(made.world, made.upgrade);
    expect(state(made)).toEqual(UPGRADED);
  });
});

test("a failed upgrade offers the version and the moment before, and goes back to both", async () => {
  const made = account();
  made.tasks.databaseVersion = () => FROM;
  made.tasks.failing.set("database-version", "The database is of OpenEMR 8.2.0, and not of 8.4.1");
  const failed = carriedOut(made.world, made.upgrade);
  await expect(failed).rejects.toThrow("The database is of OpenEMR 8.2.0, and not of 8.4.1");
  await expect(failed).rejects.toThrow(
    /To go back to 8\.2\.0: npm run upgrade -- trial --back\. Where .* was deployed .*, that brings back the data of 20/,
  );
  await carriedOut(made.world, made.back);
  expect(state(made)).toMatchObject({
    version: FROM,
    running: 2,
    line: 'openemr_version = "8.2.0" # in use',
    database: "before",
    files: "before",
  });
  expect(made.deploys).toEqual([TO, FROM]);
});

test("a deployment that ECS rolled back is deployed anew by the next run", async () => {
  const made = account();
  const { deploy } = made.service;
  made.service.deploy = () => {
    made.service.deployment = "ROLLBACK_SUCCESSFUL";
  };
  await expect(carriedOut(made.world, made.upgrade)).rejects.toThrow(/The deployment was rolled back/);
  made.service.deploy = deploy;
  await carriedOut(made.world, made.upgrade);
  expect(state(made)).toEqual(UPGRADED);
});

test("a stopped OpenEMR is started first", async () => {
  const made = account();
  Object.assign(made.service, { desired: 0, running: 0 });
  await expect(carriedOut(made.world, made.upgrade)).rejects.toThrow(
    /Start it first: npm run start -- trial/,
  );
});

test("the version is added where the file names none, and refused where it is no plain text", async () => {
  const added = account('vpc_cidr = "10.0.0.0/16"');
  await carriedOut(added.world, added.upgrade);
  expect(added.text()).toBe(`vpc_cidr = "10.0.0.0/16"\nopenemr_version = "${TO}"\n`);
  const spread = account('openemr_version =\n  "8.2.0"\n');
  await expect(carriedOut(spread.world, spread.upgrade)).rejects.toThrow(
    `Write it as one line: openemr_version = "${TO}"`,
  );
});

describe("whatever goes wrong at any request", () => {
  test(
    "the next run ends the upgrade",
    async () => {
      const undisturbed = account();
      await carriedOut(undisturbed.world, undisturbed.upgrade);
      for (const fault of sampledFaults(undisturbed.world.calls)) {
        const made = account();
        await disturbed(made.world, made.upgrade, fault);
        expect({ ...fault, ...state(made) }).toEqual({ ...fault, ...UPGRADED });
      }
    },
    LIMIT,
  );

  test(
    "the next run takes it back",
    async () => {
      const upgraded = async () => {
        const made = account();
        await carriedOut(made.world, made.upgrade);
        made.world.calls.length = 0;
        return made;
      };
      const undisturbed = await upgraded();
      await carriedOut(undisturbed.world, undisturbed.back);
      for (const fault of sampledFaults(undisturbed.world.calls, 4)) {
        const made = await upgraded();
        await disturbed(made.world, made.back, fault);
        expect({ ...fault, ...state(made) }).toMatchObject({
          version: FROM,
          running: 2,
          database: "before",
          files: "before",
        });
      }
    },
    LIMIT,
  );
});
