import { smtpPassword } from "../../../lambda/smtp-credentials/smtp-password";
import { awsError, LONGEST_RUN_SECONDS, SmallAccount } from "./support/small-account";

let account: SmallAccount;
beforeEach(() => {
  account = new SmallAccount();
});

const ids = () => account.keys.map(({ AccessKeyId }) => AccessKeyId);

/** Every task has a key that works: those that run, and those that would start now. */
function expectTasksToSend(): void {
  const active = account.keys.filter(({ Status }) => Status === "Active").map((key) => key.AccessKeyId);
  expect(active).toEqual(expect.arrayContaining([...account.tasks, account.stored!.username]));
}

/** One key, and both the secret and the tasks have it. */
function expectToBeSettled(): void {
  expect(ids()).toEqual([account.stored?.username]);
  expect(account.tasks).toEqual([account.stored?.username, account.stored?.username]);
}

describe("at the first deployment", () => {
  it("a key is made, and the secret gets its id and the password for the region", async () => {
    await expect(account.run().ensure()).resolves.toBe("The secret holds new credentials.");
    const [key] = account.keys;
    expect(account.stored).toEqual({
      username: key!.AccessKeyId,
      password: smtpPassword(key!.SecretAccessKey, "us-east-1"),
    });
  });

  it("credentials that exist stay, and nothing else happens", async () => {
    await account.install();
    account.calls.length = 0;
    await expect(account.run().ensure()).resolves.toBe("The secret holds credentials already.");
    expect(account.calls).toEqual(["ListAccessKeys", "GetSecretValue", "DescribeServices"]);
  });

  it.each([
    ["of a key that is gone", () => account.keys.splice(0)],
    [
      "of a key that was switched off",
      () => {
        for (const key of account.keys) key.Status = "Inactive";
      },
    ],
    ["that are no credentials", () => account.store("changed by hand")],
    ["that are none at all", () => account.store('{"username": 1}')],
    [
      "without a password",
      () => account.store(JSON.stringify({ username: account.stored!.username, password: "" })),
    ],
    [
      "in a secret that was made anew",
      () => {
        account.secret = undefined;
      },
    ],
  ])("credentials %s are replaced, and the tasks as well", async (_, damage) => {
    await account.install();
    damage();
    await expect(account.run().ensure()).resolves.toContain("the tasks are being replaced");
    expect(ids()).toContain(account.stored!.username);
    expect(account.stored!.username).not.toBe(account.tasks[0]);
    account.completeDeployment();
    expect(account.tasks[0]).toBe(account.stored!.username);
  });

  it("a run that could not replace the tasks is completed by the next one", async () => {
    await account.install();
    account.keys.splice(0);
    account.failures = (_, name) => (name === "UpdateService" ? "refused" : undefined);
    await expect(account.run().ensure()).rejects.toThrow("OpenEMR does not use yet");
    const credentials = account.stored;
    account.failures = () => undefined;
    await expect(account.run().ensure()).resolves.toContain("the tasks are being replaced");
    expect(account.stored).toEqual(credentials);
    account.completeDeployment();
    expectToBeSettled();
  });

  it("tasks are not replaced where mail is turned on for the first time, as Terraform does that", async () => {
    account.deploy();
    account.completeDeployment();
    const before = account.deployments;
    await expect(account.run().ensure()).resolves.toBe("The secret holds new credentials.");
    expect(account.deployments).toEqual(before);
  });

  it("the older of two keys of which the secret names neither makes room", async () => {
    await account.install();
    await account.run().rotate();
    const [, younger] = ids();
    account.store("changed by hand");
    await account.run().ensure();
    expect(ids()).toEqual([younger, account.stored!.username]);
  });
});

describe("a rotation", () => {
  beforeEach(() => account.install());

  it("makes new credentials and replaces the tasks, and the earlier key goes with the last of these", async () => {
    const [before] = ids();
    await expect(account.run().rotate()).resolves.toContain("the tasks are being replaced");
    expect(account.stored!.username).not.toBe(before);
    expectTasksToSend();
    const deployment = account.completeDeployment();
    await expect(account.run().retire(deployment)).resolves.toBe("The earlier key is deleted.");
    expectToBeSettled();
    expect(ids()).not.toContain(before);
  });

  it("is refused while the tasks are still being replaced by the one before", async () => {
    await account.run().rotate();
    const credentials = account.stored;
    await expect(account.run().rotate()).rejects.toThrow("are still being handed to the tasks");
    expect(account.stored).toEqual(credentials);
    expectTasksToSend();
  });

  it("deletes what the one before left, where nobody told that its deployment is complete", async () => {
    await account.run().rotate();
    account.completeDeployment();
    await account.run().rotate();
    expect(ids()).toHaveLength(2);
    account.completeDeployment();
    await account.run().retire(account.deployments![0]!.id);
    expectToBeSettled();
  });

  it("completes one whose deployment was rolled back, and makes no other credentials", async () => {
    const [installed] = account.deployments!;
    await account.run().rotate();
    const credentials = account.stored;
    // The circuit breaker goes back to the deployment of before, whose tasks have the earlier key.
    installed!.status = "PRIMARY";
    account.deployments = [installed!];
    await expect(account.run().retire(installed!.id)).resolves.toBe("Tasks may still use the earlier key.");
    expectTasksToSend();
    await expect(account.run().rotate()).resolves.toContain("An earlier rotation made the credentials");
    expect(account.stored).toEqual(credentials);
    await account.run().retire(account.completeDeployment());
    expectToBeSettled();
  });

  it("completes one whose deployment failed for good", async () => {
    await account.run().rotate();
    account.deployments![0]!.rolloutState = "FAILED";
    await expect(account.run().rotate()).resolves.toContain("An earlier rotation made the credentials");
  });

  it("works without a service", async () => {
    account.deployments = undefined;
    account.tasks = [];
    await expect(account.run().rotate()).resolves.toContain("There is no service");
    await account.run().rotate();
    expect(ids()).toContain(account.stored!.username);
  });

  it("leaves a key that another run may be about to store, until that must have ended", async () => {
    await account.run().rotate();
    account.completeDeployment();
    await account.run().retire(account.deployments![0]!.id);
    account.failures = (_, name) =>
      name === "PutSecretValue" || name === "DeleteAccessKey" ? "refused" : undefined;
    await expect(account.run().rotate()).rejects.toThrow("Run it again.");
    account.failures = () => undefined;
    const withUnused = ids();
    await expect(account.run().rotate()).rejects.toThrow(
      /A key was made \d+ seconds ago, perhaps by another run .* Run it again in \d+ seconds\./,
    );
    expect(ids()).toEqual(withUnused);
    account.now += (LONGEST_RUN_SECONDS + 1) * 1000;
    await account.run().rotate();
    expect(ids()).not.toContain(withUnused[1]);
    await account.run().retire(account.completeDeployment());
    expectToBeSettled();
  });
});

describe("a deployment that is reported complete", () => {
  beforeEach(() => account.install());

  it("does nothing where there is one key", async () => {
    await expect(account.run().retire("ecs-svc/1")).resolves.toBe("There is no earlier key.");
    expectToBeSettled();
  });

  it("leaves the earlier key to a later one that has begun meanwhile", async () => {
    await account.run().rotate();
    await expect(account.run().retire("ecs-svc/earlier")).resolves.toBe(
      "Tasks may still use the earlier key.",
    );
    expect(ids()).toHaveLength(2);
  });

  it("is waited for, where the service does not show it yet", async () => {
    await account.run().rotate();
    const { id } = account.deployments![0]!;
    await expect(account.run().retire(id)).rejects.toThrow(`${id} is reported complete`);
    expectTasksToSend();
  });

  it("leaves the earlier key while tasks of an earlier deployment end", async () => {
    await account.run().rotate();
    const { id } = account.deployments![0]!;
    account.deployments![0]!.rolloutState = "COMPLETED";
    await expect(account.run().retire(id)).rejects.toThrow("does not show it yet");
    expect(ids()).toHaveLength(2);
  });

  it("began before the secret was written, and so says nothing of its tasks", async () => {
    account.deploy();
    const { id } = account.deployments![0]!;
    account.failures = (_, name) => (name === "UpdateService" ? "refused" : undefined);
    await expect(account.run().rotate()).rejects.toThrow("OpenEMR does not use yet: no task was replaced");
    account.deployments![0]!.rolloutState = "COMPLETED";
    account.deployments = [account.deployments![0]!];
    await expect(account.run().retire(id)).resolves.toBe("Tasks may still use the earlier key.");
    expectTasksToSend();
  });
});

/** Runs the rotation until it succeeds, with the time between that a person or Lambda takes. */
async function rotateUntilDone(): Promise<number> {
  for (let runs = 1; runs < 5; runs++) {
    account.now += (LONGEST_RUN_SECONDS + 1) * 1000;
    if (account.deployments![0]!.rolloutState === "IN_PROGRESS") account.completeDeployment();
    await account.run().retire(account.deployments![0]!.id);
    expectTasksToSend();
    if (
      await account
        .run()
        .rotate()
        .then(Boolean, () => false)
    )
      return runs;
    expectTasksToSend();
  }
  throw new Error("The rotation never succeeds.");
}

describe.each<[string, (call: number) => SmallAccount["failures"]]>([
  ["is refused", (failing) => (call) => (call === failing ? "refused" : undefined)],
  ["is done, but its answer is lost", (failing) => (call) => (call === failing ? "answer lost" : undefined)],
  ["never happens, since the run ends", (failing) => (call) => (call >= failing ? "refused" : undefined)],
  [
    "is the last of the run",
    (failing) => (call) => (call === failing ? "answer lost" : call > failing ? "refused" : undefined),
  ],
])("where a call %s", (_, failuresAt) => {
  /** The calls of a run in which all goes well. */
  async function callsOf(run: () => Promise<unknown>): Promise<string[]> {
    account.calls.length = 0;
    await run();
    return [...account.calls];
  }

  it("a rotation leaves the tasks sending, says so, and succeeds when it is run again", async () => {
    await account.install();
    const calls = await callsOf(() => account.run().rotate());
    expect(calls).toEqual([
      "ListAccessKeys",
      "GetSecretValue",
      "CreateAccessKey",
      "GetCallerIdentity",
      "PutSecretValue",
      "DescribeServices",
      "UpdateService",
    ]);
    for (let failing = 0; failing < calls.length; failing++) {
      account = new SmallAccount();
      await account.install();
      account.calls.length = 0;
      account.failures = failuresAt(failing);
      const outcome: string | Error = await account
        .run()
        .rotate()
        .catch((error: Error) => error);
      if (outcome instanceof Error) {
        expect(outcome.message).toMatch(/Could not/);
        expect(outcome.message).not.toMatch(/AKIA|secret\/of/);
      }
      expectTasksToSend();
      account.failures = () => undefined;
      expect(await rotateUntilDone()).toBe(1);
      await account.run().retire(account.completeDeployment());
      expectToBeSettled();
    }
  });

  it("a second run of the first deployment completes it", async () => {
    const calls = await callsOf(() => account.run().ensure());
    for (let failing = 0; failing < calls.length; failing++) {
      account = new SmallAccount();
      account.failures = failuresAt(failing);
      await account
        .run()
        .ensure()
        .catch(() => {});
      account.failures = () => undefined;
      await account.run().ensure();
      account.deploy();
      await account.run().retire(account.completeDeployment());
      expectToBeSettled();
    }
  });

  it("an earlier key is deleted by the next deployment at the latest", async () => {
    await account.install();
    await account.run().rotate();
    const calls = await callsOf(async () => account.run().retire(account.completeDeployment()));
    for (let failing = 0; failing < calls.length; failing++) {
      account = new SmallAccount();
      await account.install();
      await account.run().rotate();
      account.calls.length = 0;
      account.failures = failuresAt(failing);
      await account
        .run()
        .retire(account.completeDeployment())
        .catch(() => {});
      expectTasksToSend();
      account.failures = () => undefined;
      account.deploy();
      await account.run().retire(account.completeDeployment());
      expectToBeSettled();
    }
  });
});

const RUNS = {
  ensure: () => account.run().ensure(),
  rotate: () => account.run().rotate(),
  retire: () => account.run().retire(account.deployments?.[0]?.id ?? "none"),
};
const names = Object.keys(RUNS) as (keyof typeof RUNS)[];

describe.each(names)("%s, interrupted anywhere", (interrupted) => {
  it.each(names)("by %s, leaves the tasks sending", async (other) => {
    for (const rotated of [false, true]) {
      for (let call = 0; call < 8; call++) {
        account = new SmallAccount();
        await account.install();
        if (rotated) {
          await account.run().rotate();
          account.completeDeployment();
        }
        account.interruption = { call: account.calls.length + call, by: () => RUNS[other]().catch(() => {}) };
        await RUNS[interrupted]().catch(() => {});
        expectTasksToSend();
        expect(ids()).toContain(account.stored!.username);
        await rotateUntilDone();
        await account.run().retire(account.completeDeployment());
        expectToBeSettled();
      }
    }
  });
});

describe("what is made in IAM and not known everywhere yet", () => {
  it.each([
    ["the function's permissions", "ListAccessKeys", "AccessDenied"],
    ["its permission to read the secret", "GetSecretValue", "AccessDeniedException"],
    ["its permission to write the secret", "PutSecretValue", "AccessDeniedException"],
    ["a new key", "GetCallerIdentity", "InvalidClientTokenId"],
  ])("is waited for: %s", async (_, unknown, error) => {
    let refusals = 5;
    const answers = account as unknown as { answer: (name: string, ...rest: unknown[]) => unknown };
    const answer = answers.answer.bind(account);
    answers.answer = (name, ...rest) => {
      if (name === unknown && refusals-- > 0) throw awsError(error, "not yet");
      return answer(name, ...rest);
    };
    await account.run().ensure();
    expect(account.stored!.username).toBe(ids()[0]);
    expect(account.calls.filter((name) => name === unknown)).toHaveLength(6);
  });

  it("is given up after less than a run may take, with the secret as it was", async () => {
    await account.install();
    const before = account.secret;
    const start = account.now;
    const answers = account as unknown as { answer: (name: string, ...rest: unknown[]) => unknown };
    const answer = answers.answer.bind(account);
    answers.answer = (name, ...rest) => {
      if (name === "GetCallerIdentity")
        throw awsError("InvalidClientTokenId", "AKIAEXAMPLE00000002 is invalid");
      return answer(name, ...rest);
    };
    const error: Error = await account
      .run()
      .rotate()
      .then(
        () => Promise.reject(),
        (caught) => caught,
      );
    expect(error.message).toContain("Could not use the new access key: InvalidClientTokenId");
    expect(error.message).toContain("The new key is deleted, and the credentials stay as they were.");
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain("AKIA");
    expect(account.secret).toBe(before);
    expectToBeSettled();
    expect(account.now - start).toBeLessThan(LONGEST_RUN_SECONDS * 1000);
  });
});
