import { renderLine, renderPage } from "../../../../scripts/commands/status/page";
import { IMAGE, line, minutesAgo, task } from "./account";
import { LookedAt } from "./looked-at";

const FORMER = "openemr/openemr:7.0.3";
const installation = new LookedAt();

describe("an upgrade", () => {
  beforeEach(() => {
    const { account } = installation;
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
    const status = await installation.look();
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
    installation.account.log = installation.account.log.map((event) => ({
      ...event,
      at: new Date(event.at.getTime() - 7_200_000),
    }));
    for (const each of installation.account.tasks)
      each.createdAt = new Date(each.createdAt.getTime() - 7_200_000);
    const [, upgrading] = (await installation.look()).tasks;
    expect(upgrading!.activity).toMatchObject({
      state: "upgrading",
      progress: { text: "fsupgrade-9.sh, 400 statements" },
    });
  });

  test("that AWS took back says so, and what was to be deployed", async () => {
    const { account } = installation;
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
    const status = await installation.look();
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
