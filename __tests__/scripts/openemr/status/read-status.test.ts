import { renderPage } from "../../../../scripts/commands/status/page";
import { DATABASE, FILE_SYSTEM, IMAGE, line, minutesAgo, task } from "./account";
import { LookedAt } from "./looked-at";

const installation = new LookedAt();

describe("an installation that serves", () => {
  test("is one page", async () => {
    const status = await installation.look();
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
    installation.account.log = [];
    expect(await installation.look()).toMatchObject({ outcome: "serving" });
  });

  test("tells the version of an image that is given by its digest", async () => {
    const service = installation.account.service!;
    service.version = "8.4.1-2026-10-01";
    service.image = "openemr/openemr@sha256:22bc7022";
    expect(renderPage(await installation.look())).toMatch(
      /^Version +8\.4\.1-2026-10-01 \(openemr\/openemr@sha256:22bc7022\)/m,
    );
    service.image = "openemr/openemr:8.4.1-2026-10-01";
    expect(renderPage(await installation.look())).toMatch(/^Version +openemr\/openemr:8\.4\.1-2026-10-01;/m);
  });

  test("says that tasks run different builds of one tag", async () => {
    installation.account.tasks[0]!.digest = "sha256:1111111111111111";
    installation.account.tasks[1]!.digest = "sha256:2222222222222222";
    expect(renderPage(await installation.look())).toMatch(
      /^Version .*; tasks run 2 builds of openemr\/openemr:8\.4\.1: sha256:111111111111, sha256:222222222222$/m,
    );
  });

  test("shows which background service failed, and how often it was said does not matter", async () => {
    const error = "background services: error: Email_Service ended with 255";
    for (const minute of [3, 2]) installation.account.log.push(line("aaaaaaaa11111111", minute, error));
    installation.account.log.push(line("aaaaaaaa11111111", 1, "background services: X12_SFTP ran in 2 s"));
    expect(renderPage(await installation.look())).toContain(
      "Tasks warn:\n  aaaaaaaa: background services: Email_Service ended with 255\n",
    );
  });

  test("shows what its tasks warn of, when it was said at a start long ago as well", async () => {
    const warning = "start: warning: the cache answers slowly";
    installation.account.log.push(
      line("aaaaaaaa11111111", 1439, warning),
      line("aaaaaaaa11111111", 1439, warning),
    );
    installation.account.tasks.push(task("cccccccc33333333"));
    installation.account.log.push(line("cccccccc33333333", 2, "start: state: serving: 8.4.1"));
    installation.account.log.push(line("cccccccc33333333", 1, "start: warning: 2 PHP files below sites"));
    expect(renderPage(await installation.look())).toContain(
      "Tasks warn:\n" + "  aaaaaaaa: the cache answers slowly\n" + "  cccccccc: 2 PHP files below sites\n",
    );
  });

  test("says of a task that ECS finds unhealthy that it does not", async () => {
    installation.account.tasks[0]!.health = "UNHEALTHY";
    expect(await installation.look()).toMatchObject({
      outcome: "serving",
      summary: "serving with 1 of 2 tasks",
    });
  });

  test("is found among more tasks than AWS lists or describes at once", async () => {
    installation.account.tasks = Array.from({ length: 130 }, (_, i) => task(`${i}`.padStart(8, "0")));
    installation.account.log = installation.account.tasks.map(({ id }) =>
      line(id, 2, "start: state: serving: 8.4.1"),
    );
    installation.account.service!.desired = 130;
    expect(await installation.look()).toMatchObject({ summary: "serving with 130 of 130 tasks" });
  });
});

describe("tasks that ended", () => {
  const ended = (id: string, reason: string, exitCodes: Record<string, number>, minutes = 10) =>
    task(id, { createdAt: minutesAgo(20), stopped: { at: minutesAgo(minutes), reason, exitCodes } });

  test("are not listed where fewer were needed", async () => {
    installation.account.tasks.push(
      ended("gone0000", "Scaling activity initiated by (deployment ecs-svc/1)", { openemr: 143 }),
    );
    expect((await installation.look()).ended).toEqual([]);
  });

  test("are not listed where they were of the former version and an upgrade is complete", async () => {
    installation.account.tasks.push(ended("old00000", "Essential container in task exited", { openemr: 0 }));
    expect((await installation.look()).ended).toEqual([]);
  });

  test("say what they said last where they name no error, whichever container it was", async () => {
    installation.account.tasks.push(
      ended("dead0000", "Essential container in task exited", { certificate: 1 }),
    );
    installation.account.log.push(
      line("dead0000", 19, "certificate: the certificate authorities cannot be read", "certificate"),
      line("dead0000", 18, "PHP Warning: patient John Doe", "certificate"),
    );
    expect((await installation.look()).ended).toEqual([
      expect.objectContaining({
        container: "certificate",
        exitCode: 1,
        error: "the certificate authorities cannot be read",
      }),
    ]);
  });

  test("name the container that failed, and not those that ECS ended for it", async () => {
    installation.account.tasks.push(
      ended("dead0000", "Essential container in task exited", { "installation-log": 137, openemr: 1 }),
    );
    installation.account.tasks.push(
      ended("dead1111", "Task failed container health checks", { "installation-log": 143, openemr: 143 }, 11),
    );
    expect((await installation.look()).ended).toEqual([
      expect.objectContaining({ id: "dead0000", container: "openemr", exitCode: 1 }),
      expect.objectContaining({ id: "dead1111", container: "openemr", exitCode: 143 }),
    ]);
  });

  test("that never started show what ECS says", async () => {
    installation.account.tasks.push(ended("dead0000", "CannotPullContainerError: toomanyrequests", {}));
    expect(renderPage(await installation.look())).toMatch(
      /^ {2}dead0000 8\.4\.1, 10 min ago: CannotPullContainerError: toomanyrequests$/m,
    );
  });
});

describe("OpenEMR is down", () => {
  test("where nothing runs and nothing is under way", async () => {
    installation.account.tasks = [];
    expect(await installation.look()).toMatchObject({
      outcome: "down",
      summary: "down: of 2 tasks, none runs",
    });
  });

  test("where a task starts again and again without a deployment", async () => {
    installation.account.tasks = [task("again000", { health: "UNKNOWN" })];
    installation.account.log = [line("again000", 2, "start: state: waiting: for the database db:3306")];
    expect(await installation.look()).toMatchObject({
      outcome: "down",
      summary: "down: of 2 tasks, 1 started, none serves",
    });
  });

  test("where it was stopped", async () => {
    installation.account.tasks = [];
    installation.account.service!.desired = 0;
    expect(await installation.look()).toMatchObject({
      outcome: "down",
      summary: "stopped: no task is wanted",
    });
  });

  test("and not before a deployment has given up", async () => {
    installation.account.tasks = [];
    installation.account.service!.deployments = [{ status: "IN_PROGRESS", at: minutesAgo(1), image: IMAGE }];
    expect(await installation.look()).toMatchObject({
      outcome: "working",
      summary: "not serving yet: the deployment is in progress",
    });
    // A state that AWS may add.
    installation.account.service!.deployments = [{ status: "BAKING", at: minutesAgo(1), image: IMAGE }];
    expect(await installation.look()).toMatchObject({ outcome: "working" });
    installation.account.service!.deployments = [
      { status: "ROLLBACK_FAILED", at: minutesAgo(1), image: IMAGE },
    ];
    expect(await installation.look()).toMatchObject({ outcome: "down" });
  });
});

describe("backups", () => {
  test("that cannot be restored do not count", async () => {
    const { recoveryPoints } = installation.account;
    recoveryPoints.set(DATABASE, [
      { at: minutesAgo(3000), status: "COMPLETED" },
      { at: minutesAgo(4400), status: "COMPLETED" },
      { at: minutesAgo(10), status: "CREATING" },
    ]);
    recoveryPoints.delete(FILE_SYSTEM);
    expect(renderPage(await installation.look())).toMatch(
      /^Backups +database from .*\(2 days ago\), and one from 10 min ago is CREATING; files has none$/m,
    );
  });
});

describe("what may not be read", () => {
  test("is said, and the rest is shown", async () => {
    installation.aws.denied.add("rds:DescribeDBClusters").add("backup:ListRecoveryPointsByResource");
    const status = await installation.look();
    expect(status.outcome).toBe("serving");
    const page = renderPage(status);
    expect(page).toMatch(/^Database +cannot be read \(AccessDenied: .*rds:DescribeDBClusters/m);
    expect(page).toMatch(
      /^Backups +database cannot be read \(AccessDeniedException: .*; files cannot be read/m,
    );
  });

  test("leaves open whether OpenEMR serves, where it is the tasks' log", async () => {
    installation.aws.denied.add("logs:FilterLogEvents");
    const status = await installation.look();
    expect(status.outcome).toBe("unknown");
    expect(renderPage(status)).toMatch(
      /^What tasks do cannot be read \(AccessDeniedException: .*logs:FilterLogEvents/m,
    );
    installation.account.tasks = [];
    expect(await installation.look()).toMatchObject({ outcome: "down" });
  });

  test("ends it where it is what ECS says", async () => {
    installation.aws.denied.add("ecs:DescribeServices");
    await expect(installation.look()).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

test.each([{ cluster: "gone" }, { service: "gone" }])(
  "that AWS has no %j is said with the way out",
  async (names) => {
    await expect(installation.look(names)).rejects.toThrow(
      /^The state of "trial" names .* npm run deploy -- trial$/,
    );
  },
);

test("no secret is asked for, and nothing is changed", async () => {
  await installation.look();
  expect(
    installation.aws.actions.filter(
      (action) => !/^(ecs|rds|backup|logs):(Describe|List|FilterLogEvents)/.test(action),
    ),
  ).toEqual([]);
});
