import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Installation } from "../../../scripts/procedures/installation";
import { run } from "../../../scripts/procedures/run/run";
import { PROJECT } from "../../support/documents";
import { carriedOut, disturbed, NAMES } from "./support/carried-out";
import { ParametersPart } from "./support/parameters-part";
import { LIMIT, sampledFaults } from "./support/sampled-faults";
import { ServicePart } from "./support/service-part";
import { TasksPart } from "./support/tasks-part";
import { World } from "./support/world";

function account(script = "ls sites") {
  const service = new ServicePart(NAMES.cluster, NAMES.service);
  const tasks = new TasksPart();
  const parameters = new ParametersPart();
  const printed: string[] = [];
  const codes: number[] = [];
  const props = {
    script,
    name: "mend.sh",
    print: (line: string) => printed.push(line),
    ended: (code: number) => codes.push(code),
  };
  const make = (installation: Installation) => run(installation, props);
  const again = (installation: Installation) => run(installation, { ...props, again: true });
  return {
    tasks,
    parameters,
    printed,
    codes,
    props,
    make,
    again,
    world: new World([service, tasks, parameters]),
  };
}

test("prints what the script printed, once, and tells its exit code", async () => {
  const { world, make, printed, codes, parameters } = account();
  await carriedOut(world, make);
  expect([printed, codes]).toEqual([["the script said this"], [0]]);
  expect([...parameters.values.keys()]).toEqual([]);
});

test("is found among more tasks than ECS lists or describes at once, as where OpenEMR crashes again and again", async () => {
  const { world, make, tasks, codes } = account();
  tasks.crashed.push(
    ...Array.from({ length: 150 }, (_, i) => `arn:aws:ecs:eu-west-1:111122223333:task/trial/crashed-${i}`),
  );
  await carriedOut(world, make);
  expect([tasks.ran, codes]).toEqual([["run-script"], [0]]);
});

test("says before it asks that the script itself can be read by whoever looks at the account", async () => {
  const { world, make } = account();
  const { summary } = await make(world.installation(NAMES));
  expect(summary).toMatch(/CloudTrail/);
});

test("the command that goes on has the path by which the script was given", async () => {
  const { world, props } = account();
  const again = (given: string) => run(world.installation(NAMES), { ...props, given });
  expect((await again("night/mend.sh")).again).toBe("npm run run -- trial night/mend.sh");
  expect((await again("my scripts/mend.sh")).again).toBe('npm run run -- trial "my scripts/mend.sh"');
});

test("a script that fails is one that ended, with its exit code", async () => {
  const { world, make, tasks, printed, codes } = account();
  tasks.failing.set("run-script", "no such table");
  await carriedOut(world, make);
  expect([printed, codes]).toEqual([["no such table"], [1]]);
});

test("is asked for again where ECS has no capacity for it, and at last ECS's reason is told", async () => {
  const { world, make, tasks, codes } = account();
  const reason = "Capacity is unavailable at this time.";
  tasks.failures.push(...Array.from({ length: 11 }, () => reason));
  await expect(carriedOut(world, make)).rejects.toThrow(`ECS starts no task: ${reason}`);
  await carriedOut(world, make);
  expect([tasks.ran, codes]).toEqual([["run-script"], [0]]);
});

test("a removal that was begun makes another last backup, which has what the script changed", async () => {
  const { world, make, parameters } = account();
  const done = { stopped: "2026-11-30T01:00:00.000Z", backup: "2026-11-30T01:10:00.000Z" };
  parameters.values.set("/openemr-trial/procedure-remove", JSON.stringify({ begunAt: done.stopped, done }));
  world.check = (action) => {
    if (action === "RunTask") expect(parameters.records()).toEqual(["/openemr-trial/procedure-run-script"]);
  };
  await carriedOut(world, make);
  expect(parameters.records()).toEqual([]);
});

test("runs OpenEMR's own definition with a script in place of its web server", async () => {
  const { world, make } = account();
  await carriedOut(world, make);
  const { input } = world.requests.find(({ permission }) => permission === "ecs:RunTask")!;
  const { taskDefinition, overrides } = input as {
    taskDefinition: string;
    overrides: { containerOverrides: { name: string; command: string[] }[] };
  };
  expect(taskDefinition).toBe("task:7");
  expect(overrides.containerOverrides).toEqual([
    {
      name: "openemr",
      command: [expect.stringContaining("#!/bin/sh"), "run-script.sh", "ls sites", "mend.sh"],
    },
  ]);
});

test.each(["RunTask", "DeleteParameter"])(
  "a script is not run twice where %s was the last request and ECS has forgotten its task",
  async (last) => {
    const undisturbed = account();
    await carriedOut(undisturbed.world, undisturbed.make);
    const { world, make, again, tasks, codes } = account();
    world.disturb({
      at: undisturbed.world.calls.indexOf(last),
      kind: last === "RunTask" ? "killed after" : "killed before",
    });
    await expect(carriedOut(world, make)).rejects.toThrow(/Killed|DeleteParameter/);
    for (let i = 0; i < 9; i++) tasks.tick();
    expect(tasks.ran).toHaveLength(1);
    world.revive();
    tasks.forget();
    const later = Date.now() + 2 * 3_600_000;
    const now = jest.spyOn(Date, "now").mockImplementation(() => later);
    try {
      await expect(carriedOut(world, make)).rejects.toThrow(
        /ECS does not know its task any more.*\/openemr-trial\/application of CloudWatch, stream .*ecs\/openemr\/.*npm run run -- trial mend\.sh --again/,
      );
    } finally {
      now.mockRestore();
    }
    expect(tasks.ran).toHaveLength(1);
    await carriedOut(world, again);
    expect([tasks.ran.length, codes.at(-1)]).toEqual([2, 0]);
  },
);

test("a script that is too long for ECS is refused", async () => {
  const { world, make } = account("#".repeat(8000));
  await expect(carriedOut(world, make)).rejects.toThrow(
    /mend\.sh is \d+ characters longer than ECS hands to a task/,
  );
});

test(
  "whatever goes wrong at any request, the next run ends it, and the script ran once",
  async () => {
    const undisturbed = account();
    await carriedOut(undisturbed.world, undisturbed.make);
    for (const fault of sampledFaults(undisturbed.world.calls)) {
      const { world, make, tasks, codes, parameters } = account();
      await disturbed(world, make, fault);
      // Where all was told but not the end of the record, a second run is a run.
      const wasTold = fault.action === "DeleteParameter";
      if (!wasTold) expect({ ...fault, ran: tasks.ran.length }).toEqual({ ...fault, ran: 1 });
      expect(codes.at(-1)).toBe(0);
      expect(parameters.records()).toEqual([]);
    }
  },
  LIMIT,
);

describe("run-script.sh, by the image's shell", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "openemr-run-"));
    mkdirSync(path.join(folder, "passwords"));
    writeFileSync(path.join(folder, "passwords/MYSQL_ROOT_PASS"), "theMasters456");
    mkdirSync(path.join(folder, "sites/default"), { recursive: true });
    writeFileSync(path.join(folder, "sites/default/sqlconf.php"), "<?php\n$pass\t= 'theFiles789';\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function wrapped(script: string) {
    const wrapper = readFileSync(path.join(PROJECT, "scripts/procedures/run/run-script.sh"), "utf8");
    const { status, stdout } = spawnSync(
      "busybox",
      ["sh", "-c", wrapper, "run-script.sh", script, "mend.sh"],
      {
        cwd: folder,
        encoding: "utf8",
        env: { PATH: process.env.PATH, PASSWORDS_DIRECTORY: path.join(folder, "passwords") },
      },
    );
    return { status, lines: stdout.trimEnd().split("\n") };
  }

  test("ends with the script's exit code, and has what went to standard error too", () => {
    expect(wrapped("echo one; echo two >&2; exit 3")).toEqual({ status: 3, lines: ["one", "two"] });
  });

  test("prints no password, by whatever way the script came to it", () => {
    expect(
      wrapped("cat passwords/*; echo; cat sites/default/sqlconf.php; set -x; a=theMasters456; echo $a$a"),
    ).toEqual({
      status: 0,
      lines: ["***", "<?php", "$pass\t= '***';", "+ a=***", "+ echo ******", "******"],
    });
  });

  test("a script that is wrong is told of by the shell, and by its name", () => {
    const { status, lines } = wrapped("if");
    expect(status).toBe(2);
    expect(lines.join()).toContain("mend.sh");
  });
});
