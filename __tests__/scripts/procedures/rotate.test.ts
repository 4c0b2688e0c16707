import type { Installation } from "../../../scripts/procedures/installation";
import { rotateAdministrator } from "../../../scripts/procedures/rotate/administrator";
import { rotateCache } from "../../../scripts/procedures/rotate/cache";
import { rotateDatabase } from "../../../scripts/procedures/rotate/database";
import { rotateMail } from "../../../scripts/procedures/rotate/mail";
import { carriedOut, disturbed, NAMES } from "./support/carried-out";
import { ParametersPart } from "./support/parameters-part";
import { RotationsPart } from "./support/rotations-part";
import { LIMIT, sampledFaults } from "./support/sampled-faults";
import { ServicePart } from "./support/service-part";
import { TasksPart } from "./support/tasks-part";
import { World } from "./support/world";

function account() {
  const service = new ServicePart(NAMES.cluster, NAMES.service);
  const rotations = new RotationsPart(service);
  const tasks = new TasksPart();
  const parameters = new ParametersPart();
  return { service, rotations, tasks, parameters, world: new World([rotations, service, tasks, parameters]) };
}

describe("database", () => {
  test("begins Secrets Manager's rotation and waits for it", async () => {
    const { rotations, world } = account();
    let told: readonly string[] = [];
    await carriedOut(world, rotateDatabase, {
      finished: (_procedure, _seconds, outcome) => (told = outcome),
    });
    expect(rotations.rotations).toBe(1);
    expect(told[0]).toMatch(/^OpenEMR has used the new password since 20/);
  });

  test("follows a rotation of the schedule, and begins no other", async () => {
    const { rotations, world } = account();
    rotations.operations.RotateSecret!({ ClientRequestToken: "scheduled" } as never);
    await carriedOut(world, rotateDatabase);
    expect(rotations.rotations).toBe(1);
    expect(world.calls).not.toContain("RotateSecret");
  });

  test("without a function it names the variables", async () => {
    const { rotations, world } = account();
    rotations.enabled = false;
    await expect(carriedOut(world, rotateDatabase)).rejects.toThrow(/database_password_rotation_days is 0/);
  });

  test("says why the function fails, and begins anew where Secrets Manager gave up", async () => {
    const { rotations, world } = account();
    rotations.stuck = true;
    const notes = new Set<string | undefined>();
    const now = jest.spyOn(Date, "now");
    let time = Date.now();
    now.mockImplementation(() => (time += 60_000));
    try {
      await expect(carried(world, (note) => notes.add(note))).rejects.toThrow("The database is away.");
    } finally {
      now.mockRestore();
    }
    expect(notes).toContain("repeated after: The database is away.");
    rotations.giveUp();
    // The version that was left over is more than an hour old by now.
    for (const [version, at] of rotations.created) {
      rotations.created.set(version, new Date(at.getTime() - 2 * 3_600_000));
    }
    world.calls.length = 0;
    await carriedOut(world, rotateDatabase);
    expect(rotations.rotations).toBe(1);
    expect(world.calls.filter((action) => action === "UpdateSecretVersionStage")).toHaveLength(1);
  });

  function carried(world: World, tell: (note: string | undefined) => void) {
    return carriedOut(world, rotateDatabase, { progress: (_step, _index, { note }) => tell(note) });
  }
});

describe("mail", () => {
  test("makes credentials and waits until every task has them", async () => {
    const { rotations, service, world } = account();
    await carriedOut(world, rotateMail);
    expect(rotations.smtpCredentials).toBe(1);
    expect(service.replacing).toBe(0);
  });

  test("fails with what the function says", async () => {
    const { rotations, world } = account();
    rotations.smtpError = "Could not make a key: LimitExceeded. Run it again.";
    await expect(carriedOut(world, rotateMail)).rejects.toThrow("Could not make a key: LimitExceeded.");
  });

  test("without mail it names the variable", async () => {
    const { world } = account();
    const without = (installation: Installation) => rotateMail({ ...installation, smtpFunction: undefined });
    await expect(carriedOut(world, without)).rejects.toThrow(
      /configure_ses is false in environments\/trial\.tfvars/,
    );
  });
});

test("the cache has no password, and it says why and what would bring one", async () => {
  await expect(carriedOut(account().world, rotateCache)).rejects.toThrow(
    /aws_elasticache_user of the provider in use takes passwords only in arguments that Terraform keeps in the state/,
  );
});

test("the administrator's password is made in a task, and its request holds no password", async () => {
  const { tasks, parameters, world } = account();
  await carriedOut(world, rotateAdministrator);
  expect(tasks.ran).toEqual(["administrator"]);
  expect([...parameters.values.keys()]).toEqual([]);
  const { input } = world.requests.find(({ permission }) => permission === "ecs:RunTask")!;
  expect((input as { overrides: { containerOverrides: unknown[] } }).overrides.containerOverrides).toEqual([
    expect.objectContaining({
      environment: [
        { name: "ADMINISTRATOR_SECRET", value: NAMES.administratorSecretArn },
        { name: "SECRETS_REGION", value: "eu-west-1" },
      ],
    }),
  ]);
});

test.each([
  ["minutes", 10, []],
  ["hours", 180, ["administrator"]],
])(
  "where a run was killed just before its end, %s ago, only its own password counts",
  async (_, minutes, ran) => {
    const { tasks, parameters, world } = account();
    const begunAt = new Date(Date.now() - minutes * 60_000).toISOString();
    const done = { administrator: "admin has a new password" };
    parameters.values.set("/openemr-trial/procedure-rotate", JSON.stringify({ begunAt, done }));
    await carriedOut(world, rotateAdministrator);
    expect(tasks.ran).toEqual(ran);
    expect(parameters.records()).toEqual([]);
  },
);

test.each([
  ["database", rotateDatabase, ({ rotations }: ReturnType<typeof account>) => rotations.rotations >= 1],
  ["mail", rotateMail, ({ rotations }: ReturnType<typeof account>) => rotations.smtpCredentials >= 1],
  ["administrator", rotateAdministrator, ({ tasks }: ReturnType<typeof account>) => tasks.ran.length >= 1],
] as const)(
  "%s: whatever goes wrong at any request, the next run ends it",
  async (_, make, isDone) => {
    const undisturbed = account();
    await carriedOut(undisturbed.world, make);
    for (const fault of sampledFaults(undisturbed.world.calls)) {
      const disturbedAccount = account();
      await disturbed(disturbedAccount.world, make, fault);
      expect({ ...fault, isDone: isDone(disturbedAccount) }).toEqual({ ...fault, isDone: true });
      expect(disturbedAccount.parameters.records()).toEqual([]);
    }
  },
  LIMIT,
);
