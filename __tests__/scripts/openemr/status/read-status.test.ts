import { renderLine, renderPage } from "../../../../scripts/commands/status/page";
import type { InstallationNames } from "../../../../scripts/openemr/status/installation";
import { makeClients, readStatus } from "../../../../scripts/openemr/status/read-status";
import {
  CLUSTER,
  DATABASE,
  FILE_SYSTEM,
  healthyAccount,
  IMAGE,
  line,
  minutesAgo,
  OUTPUTS,
  REGION,
  SERVICE,
  task,
} from "./account";
import { EmulatedAws } from "./emulated-aws";

const NAMES: InstallationNames = {
  environment: "trial",
  region: REGION,
  url: OUTPUTS.url,
  cluster: CLUSTER,
  service: SERVICE,
  container: "openemr",
  databaseArn: DATABASE,
  fileSystemArn: FILE_SYSTEM,
};
const FORMER = "openemr/openemr:7.0.3";

let aws: EmulatedAws;
beforeEach(async () => {
  aws = await EmulatedAws.start(healthyAccount());
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
});
afterEach(() => aws.stop());

const look = (names: Partial<InstallationNames> = {}) =>
  readStatus(makeClients(REGION), { ...NAMES, ...names }, new Date());

describe("an installation that serves", () => {
  test("is one page", async () => {
    const status = await look();
    expect(status).toMatchObject({ outcome: "serving", summary: "serving with 2 of 2 tasks" });
    const page = renderPage(status);
    expect(page).toMatch(/^trial: serving with 2 of 2 tasks\nhttps:\/\/openemr.example.org\n/);
    expect(page).toMatch(/^Version +openemr\/openemr:8\.4\.1$/m);
    expect(page).toMatch(/^Deployment +completed since .* UTC \(24 h ago\); 2 of 2 tasks run, 0 start$/m);
    expect(page).toMatch(
      /^Database +available, Aurora MySQL 3\.08\.2, 2 instances, 0.5 to 16 ACU, restorable to .*\(4 min ago\)$/m,
    );
    expect(page).toMatch(/^Backups +database from .*\(10 h ago\); files from .*\(9 h ago\)$/m);
    expect(page).toMatch(/^aaaaaaaa +8\.4\.1 +24 h ago +healthy +serving 8\.4\.1 for 23 h$/m);
    expect(page).toMatch(/^ECS says, newest first:\n.*has reached a steady state\.$/m);
  });

  test("does so as well when its first lines have expired with the log's retention", async () => {
    aws.account.log = [];
    expect(await look()).toMatchObject({ outcome: "serving" });
  });

  test("tells the version of an image that is given by its digest", async () => {
    const service = aws.account.service!;
    service.version = "8.4.1-2026-10-01";
    service.image = "openemr/openemr@sha256:22bc7022";
    expect(renderPage(await look())).toMatch(
      /^Version +8\.4\.1-2026-10-01 \(openemr\/openemr@sha256:22bc7022\)/m,
    );
    service.image = "openemr/openemr:8.4.1-2026-10-01";
    expect(renderPage(await look())).toMatch(/^Version +openemr\/openemr:8\.4\.1-2026-10-01;/m);
  });

  test("says that tasks run different builds of one tag", async () => {
    aws.account.tasks[0]!.digest = "sha256:1111111111111111";
    aws.account.tasks[1]!.digest = "sha256:2222222222222222";
    expect(renderPage(await look())).toMatch(
      /^Version .*; tasks run 2 builds of openemr\/openemr:8\.4\.1: sha256:111111111111, sha256:222222222222$/m,
    );
  });

  test("shows which background service failed, and how often it was said does not matter", async () => {
    const error = "background services: error: Email_Service ended with 255";
    for (const minute of [3, 2]) aws.account.log.push(line("aaaaaaaa11111111", minute, error));
    aws.account.log.push(line("aaaaaaaa11111111", 1, "background services: X12_SFTP ran in 2 s"));
    expect(renderPage(await look())).toContain(
      "Tasks warn:\n  aaaaaaaa: background services: Email_Service ended with 255\n",
    );
  });

  test("shows what its tasks warn of, when it was said at a start long ago as well", async () => {
    const warning = "start: warning: the cache answers slowly";
    aws.account.log.push(line("aaaaaaaa11111111", 1439, warning), line("aaaaaaaa11111111", 1439, warning));
    aws.account.tasks.push(task("cccccccc33333333"));
    aws.account.log.push(line("cccccccc33333333", 2, "start: state: serving: 8.4.1"));
    aws.account.log.push(line("cccccccc33333333", 1, "start: warning: 2 PHP files below sites"));
    expect(renderPage(await look())).toContain(
      "Tasks warn:\n" + "  aaaaaaaa: the cache answers slowly\n" + "  cccccccc: 2 PHP files below sites\n",
    );
  });

  test("says of a task that ECS finds unhealthy that it does not", async () => {
    aws.account.tasks[0]!.health = "UNHEALTHY";
    expect(await look()).toMatchObject({ outcome: "serving", summary: "serving with 1 of 2 tasks" });
  });

  test("is found among more tasks than AWS lists or describes at once", async () => {
    aws.account.tasks = Array.from({ length: 130 }, (_, i) => task(`${i}`.padStart(8, "0")));
    aws.account.log = aws.account.tasks.map(({ id }) => line(id, 2, "start: state: serving: 8.4.1"));
    aws.account.service!.desired = 130;
    expect(await look()).toMatchObject({ summary: "serving with 130 of 130 tasks" });
  });
});

describe("an upgrade", () => {
  beforeEach(() => {
    const { account } = aws;
    account.service = {
      ...account.service!,
      deployments: [
        { status: "IN_PROGRESS", at: minutesAgo(14), image: IMAGE },
        { status: "SUCCESSFUL", at: minutesAgo(9000), image: FORMER },
      ],
      primary: {
        rolloutState: "IN_PROGRESS",
        reason: "ECS deployment ecs-svc/2 in progress.",
        failedTasks: 0,
      },
    };
    account.tasks = [
      task("old00000", { image: FORMER, createdAt: minutesAgo(9000) }),
      task("new00000", { createdAt: minutesAgo(13) }),
      task("new11111", { createdAt: minutesAgo(13), health: "UNKNOWN" }),
    ];
    account.log = [
      line("old00000", 8990, "start: state: serving: 7.0.3"),
      line("old00000", 12, "start: state: maintenance: 7.0.3 to 8.4.1"),
      line("old00000", 1, "start: progress: maintenance 7.0.3 to 8.4.1 for 11 min"),
      line("new00000", 12, "start: state: upgrading: 7.0.3 to 8.4.1"),
      ...Array.from({ length: 11 }, (_, i) =>
        line(
          "new00000",
          11 - i,
          `start: progress: upgrading 7.0.3 to 8.4.1 for ${i + 1} min: fsupgrade-9.sh, ${i * 40} statements`,
        ),
      ),
      line("new11111", 1, "start: progress: waiting for the task new00000 that is upgrading for 12 min"),
    ];
  });

  test("is not serving yet, and says who does what since when and how far", async () => {
    const status = await look();
    expect(status).toMatchObject({
      outcome: "working",
      summary: "not serving yet: upgrading 7.0.3 to 8.4.1",
    });
    const page = renderPage(status);
    expect(page).toMatch(
      /^Version .*8\.4\.1; tasks run openemr\/openemr:7\.0\.3 and openemr\/openemr:8\.4\.1$/m,
    );
    expect(page).toMatch(
      /^Deployment +in progress since .*\(14 min ago\); .*ECS deployment ecs-svc\/2 in progress\.$/m,
    );
    expect(page).toMatch(/^old00000 +7\.0\.3 .* maintenance 7\.0\.3 to 8\.4\.1 for 12 min$/m);
    expect(page).toMatch(
      /^new00000 +8\.4\.1 .* upgrading 7\.0\.3 to 8\.4\.1 for 1[12] min: fsupgrade-9\.sh, 400 statements \((60 s|1 min) ago\)$/m,
    );
    expect(page).toMatch(
      /^new11111 .* unknown +waiting for the task new00000 that is upgrading for 13 min$/m,
    );
    expect(renderLine(status)).toMatch(/new00000: upgrading .* fsupgrade-9\.sh, 400 statements/);
  });

  test("that has stalled shows how far it came, and how long ago", async () => {
    aws.account.log = aws.account.log.map((event) => ({
      ...event,
      at: new Date(event.at.getTime() - 7_200_000),
    }));
    for (const each of aws.account.tasks) each.createdAt = new Date(each.createdAt.getTime() - 7_200_000);
    const [, upgrading] = (await look()).tasks;
    expect(upgrading!.activity).toMatchObject({
      state: "upgrading",
      progress: { text: "fsupgrade-9.sh, 400 statements" },
    });
  });

  test("that AWS took back says so, and what was to be deployed", async () => {
    const { account } = aws;
    account.service = {
      ...account.service!,
      image: FORMER,
      deployments: [
        {
          status: "ROLLBACK_SUCCESSFUL",
          at: minutesAgo(30),
          image: IMAGE,
          reason: "Service deployment rolled back because the circuit breaker threshold was exceeded.",
        },
      ],
      primary: { rolloutState: "COMPLETED", failedTasks: 0 },
    };
    account.tasks = [
      task("old00000", { image: FORMER, createdAt: minutesAgo(9000) }),
      task("dead0000", {
        createdAt: minutesAgo(40),
        stopped: {
          at: minutesAgo(35),
          reason: "Essential container in task exited",
          exitCodes: { certificate: 0, openemr: 1 },
        },
      }),
    ];
    account.log = [
      line("old00000", 8990, "start: state: serving: 7.0.3"),
      line(
        "dead0000",
        36,
        "start: error: the upgrade stopped at fsupgrade-9.sh. Restore the backup of before, or mend the cause.",
      ),
    ];
    const status = await look();
    expect(status.outcome).toBe("serving");
    const page = renderPage(status);
    expect(page).toMatch(
      /^Version +openemr\/openemr:7\.0\.3; the last deployment was of openemr\/openemr:8\.4\.1$/m,
    );
    expect(page).toMatch(/^Deployment +rolled back since .*circuit breaker threshold was exceeded\.$/m);
    expect(page).toContain(
      "  dead0000 8.4.1, 35 min ago: Essential container in task exited; openemr ended with 1\n" +
        "    the upgrade stopped at fsupgrade-9.sh. Restore the backup of before, or mend the cause.",
    );
  });
});

describe("tasks that ended", () => {
  const ended = (id: string, reason: string, exitCodes: Record<string, number>, minutes = 10) =>
    task(id, { createdAt: minutesAgo(20), stopped: { at: minutesAgo(minutes), reason, exitCodes } });

  test("are not listed where fewer were needed", async () => {
    aws.account.tasks.push(
      ended("gone0000", "Scaling activity initiated by (deployment ecs-svc/1)", { openemr: 143 }),
    );
    expect((await look()).ended).toEqual([]);
  });

  test("are not listed where they were of the former version and an upgrade is complete", async () => {
    aws.account.tasks.push(ended("old00000", "Essential container in task exited", { openemr: 0 }));
    expect((await look()).ended).toEqual([]);
  });

  test("say what they said last where they name no error, whichever container it was", async () => {
    aws.account.tasks.push(ended("dead0000", "Essential container in task exited", { certificate: 1 }));
    aws.account.log.push(
      line("dead0000", 19, "certificate: the certificate authorities cannot be read", "certificate"),
      line("dead0000", 18, "PHP Warning: patient John Doe", "certificate"),
    );
    expect((await look()).ended).toEqual([
      expect.objectContaining({
        container: "certificate",
        exitCode: 1,
        error: "the certificate authorities cannot be read",
      }),
    ]);
  });

  test("name the container that failed, and not those that ECS ended for it", async () => {
    aws.account.tasks.push(
      ended("dead0000", "Essential container in task exited", { "installation-log": 137, openemr: 1 }),
    );
    aws.account.tasks.push(
      ended("dead1111", "Task failed container health checks", { "installation-log": 143, openemr: 143 }, 11),
    );
    expect((await look()).ended).toEqual([
      expect.objectContaining({ id: "dead0000", container: "openemr", exitCode: 1 }),
      expect.objectContaining({ id: "dead1111", container: "openemr", exitCode: 143 }),
    ]);
  });

  test("that never started show what ECS says", async () => {
    aws.account.tasks.push(ended("dead0000", "CannotPullContainerError: toomanyrequests", {}));
    expect(renderPage(await look())).toMatch(
      /^ {2}dead0000 8\.4\.1, 10 min ago: CannotPullContainerError: toomanyrequests$/m,
    );
  });
});

describe("OpenEMR is down", () => {
  test("where nothing runs and nothing is under way", async () => {
    aws.account.tasks = [];
    expect(await look()).toMatchObject({ outcome: "down", summary: "down: of 2 tasks, none runs" });
  });

  test("where a task starts again and again without a deployment", async () => {
    aws.account.tasks = [task("again000", { health: "UNKNOWN" })];
    aws.account.log = [line("again000", 2, "start: state: waiting: for the database db:3306")];
    expect(await look()).toMatchObject({
      outcome: "down",
      summary: "down: of 2 tasks, 1 started, none serves",
    });
  });

  test("where it was stopped", async () => {
    aws.account.tasks = [];
    aws.account.service!.desired = 0;
    expect(await look()).toMatchObject({ outcome: "down", summary: "stopped: no task is wanted" });
  });

  test("and not before a deployment has given up", async () => {
    aws.account.tasks = [];
    aws.account.service!.deployments = [{ status: "IN_PROGRESS", at: minutesAgo(1), image: IMAGE }];
    expect(await look()).toMatchObject({
      outcome: "working",
      summary: "not serving yet: the deployment is in progress",
    });
    // A state that AWS may add.
    aws.account.service!.deployments = [{ status: "BAKING", at: minutesAgo(1), image: IMAGE }];
    expect(await look()).toMatchObject({ outcome: "working" });
    aws.account.service!.deployments = [{ status: "ROLLBACK_FAILED", at: minutesAgo(1), image: IMAGE }];
    expect(await look()).toMatchObject({ outcome: "down" });
  });
});

describe("backups", () => {
  test("that cannot be restored do not count", async () => {
    const { recoveryPoints } = aws.account;
    recoveryPoints.set(DATABASE, [
      { at: minutesAgo(3000), status: "COMPLETED" },
      { at: minutesAgo(4400), status: "COMPLETED" },
      { at: minutesAgo(10), status: "CREATING" },
    ]);
    recoveryPoints.delete(FILE_SYSTEM);
    expect(renderPage(await look())).toMatch(
      /^Backups +database from .*\(2 days ago\), and one from 10 min ago is CREATING; files has none$/m,
    );
  });
});

describe("what may not be read", () => {
  test("is said, and the rest is shown", async () => {
    aws.denied.add("rds:DescribeDBClusters").add("backup:ListRecoveryPointsByResource");
    const status = await look();
    expect(status.outcome).toBe("serving");
    const page = renderPage(status);
    expect(page).toMatch(/^Database +cannot be read \(AccessDenied: .*rds:DescribeDBClusters/m);
    expect(page).toMatch(
      /^Backups +database cannot be read \(AccessDeniedException: .*; files cannot be read/m,
    );
  });

  test("leaves open whether OpenEMR serves, where it is the tasks' log", async () => {
    aws.denied.add("logs:FilterLogEvents");
    const status = await look();
    expect(status.outcome).toBe("unknown");
    expect(renderPage(status)).toMatch(
      /^What tasks do cannot be read \(AccessDeniedException: .*logs:FilterLogEvents/m,
    );
    aws.account.tasks = [];
    expect(await look()).toMatchObject({ outcome: "down" });
  });

  test("ends it where it is what ECS says", async () => {
    aws.denied.add("ecs:DescribeServices");
    await expect(look()).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

test.each([{ cluster: "gone" }, { service: "gone" }])(
  "that AWS has no %j is said with the way out",
  async (names) => {
    await expect(look(names)).rejects.toThrow(/^The state of "trial" names .* npm run deploy -- trial$/);
  },
);

test("no secret is asked for, and nothing is changed", async () => {
  await look();
  expect(
    aws.actions.filter((action) => !/^(ecs|rds|backup|logs):(Describe|List|FilterLogEvents)/.test(action)),
  ).toEqual([]);
});
