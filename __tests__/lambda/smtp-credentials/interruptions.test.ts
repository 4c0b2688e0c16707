import { expectTasksToSend, expectToBeSettled, idsOf } from "./support/expectations";
import { LONGEST_RUN_SECONDS, SmallAccount } from "./support/small-account";

let account: SmallAccount;
beforeEach(() => {
  account = new SmallAccount();
});

/** Runs the rotation until it succeeds, with the time between that a person or Lambda takes. */
async function rotateUntilDone(): Promise<number> {
  for (let runs = 1; runs < 5; runs++) {
    account.now += (LONGEST_RUN_SECONDS + 1) * 1000;
    if (account.deployments![0]!.rolloutState === "IN_PROGRESS") account.completeDeployment();
    await account.run().retire(account.deployments![0]!.id);
    expectTasksToSend(account);
    if (
      await account
        .run()
        .rotate()
        .then(Boolean, () => false)
    )
      return runs;
    expectTasksToSend(account);
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
      expectTasksToSend(account);
      account.failures = () => undefined;
      expect(await rotateUntilDone()).toBe(1);
      await account.run().retire(account.completeDeployment());
      expectToBeSettled(account);
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
      expectToBeSettled(account);
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
      expectTasksToSend(account);
      account.failures = () => undefined;
      account.deploy();
      await account.run().retire(account.completeDeployment());
      expectToBeSettled(account);
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
        expectTasksToSend(account);
        expect(idsOf(account)).toContain(account.stored!.username);
        await rotateUntilDone();
        await account.run().retire(account.completeDeployment());
        expectToBeSettled(account);
      }
    }
  });
});
