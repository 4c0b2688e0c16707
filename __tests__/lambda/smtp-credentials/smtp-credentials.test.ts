import { smtpPassword } from "../../../lambda/smtp-credentials/smtp-password";
import { expectTasksToSend, expectToBeSettled, idsOf } from "./support/expectations";
import { LONGEST_RUN_SECONDS, SmallAccount } from "./support/small-account";

let account: SmallAccount;
beforeEach(() => {
  account = new SmallAccount();
});

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
    expect(idsOf(account)).toContain(account.stored!.username);
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
    expectToBeSettled(account);
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
    const [, younger] = idsOf(account);
    account.store("changed by hand");
    await account.run().ensure();
    expect(idsOf(account)).toEqual([younger, account.stored!.username]);
  });
});

describe("a rotation", () => {
  beforeEach(() => account.install());

  it("makes new credentials and replaces the tasks, and the earlier key goes with the last of these", async () => {
    const [before] = idsOf(account);
    await expect(account.run().rotate()).resolves.toContain("the tasks are being replaced");
    expect(account.stored!.username).not.toBe(before);
    expectTasksToSend(account);
    const deployment = account.completeDeployment();
    await expect(account.run().retire(deployment)).resolves.toBe("The earlier key is deleted.");
    expectToBeSettled(account);
    expect(idsOf(account)).not.toContain(before);
  });

  it("is refused while the tasks are still being replaced by the one before", async () => {
    await account.run().rotate();
    const credentials = account.stored;
    await expect(account.run().rotate()).rejects.toThrow("are still being handed to the tasks");
    expect(account.stored).toEqual(credentials);
    expectTasksToSend(account);
  });

  it("deletes what the one before left, where nobody told that its deployment is complete", async () => {
    await account.run().rotate();
    account.completeDeployment();
    await account.run().rotate();
    expect(idsOf(account)).toHaveLength(2);
    account.completeDeployment();
    await account.run().retire(account.deployments![0]!.id);
    expectToBeSettled(account);
  });

  it("completes one whose deployment was rolled back, and makes no other credentials", async () => {
    const [installed] = account.deployments!;
    await account.run().rotate();
    const credentials = account.stored;
    // The circuit breaker goes back to the deployment of before, whose tasks have the earlier key.
    installed!.status = "PRIMARY";
    account.deployments = [installed!];
    await expect(account.run().retire(installed!.id)).resolves.toBe("Tasks may still use the earlier key.");
    expectTasksToSend(account);
    await expect(account.run().rotate()).resolves.toContain("An earlier rotation made the credentials");
    expect(account.stored).toEqual(credentials);
    await account.run().retire(account.completeDeployment());
    expectToBeSettled(account);
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
    expect(idsOf(account)).toContain(account.stored!.username);
  });

  it("leaves a key that another run may be about to store, until that must have ended", async () => {
    await account.run().rotate();
    account.completeDeployment();
    await account.run().retire(account.deployments![0]!.id);
    account.failures = (_, name) =>
      name === "PutSecretValue" || name === "DeleteAccessKey" ? "refused" : undefined;
    await expect(account.run().rotate()).rejects.toThrow("Run it again.");
    account.failures = () => undefined;
    const withUnused = idsOf(account);
    await expect(account.run().rotate()).rejects.toThrow(
      /A key was made \d+ seconds ago, perhaps by another run .* Run it again in \d+ seconds\./,
    );
    expect(idsOf(account)).toEqual(withUnused);
    account.now += (LONGEST_RUN_SECONDS + 1) * 1000;
    await account.run().rotate();
    expect(idsOf(account)).not.toContain(withUnused[1]);
    await account.run().retire(account.completeDeployment());
    expectToBeSettled(account);
  });
});

describe("a deployment that is reported complete", () => {
  beforeEach(() => account.install());

  it("does nothing where there is one key", async () => {
    await expect(account.run().retire("ecs-svc/1")).resolves.toBe("There is no earlier key.");
    expectToBeSettled(account);
  });

  it("leaves the earlier key to a later one that has begun meanwhile", async () => {
    await account.run().rotate();
    await expect(account.run().retire("ecs-svc/earlier")).resolves.toBe(
      "Tasks may still use the earlier key.",
    );
    expect(idsOf(account)).toHaveLength(2);
  });

  it("is waited for, where the service does not show it yet", async () => {
    await account.run().rotate();
    const { id } = account.deployments![0]!;
    await expect(account.run().retire(id)).rejects.toThrow(`${id} is reported complete`);
    expectTasksToSend(account);
  });

  it("leaves the earlier key while tasks of an earlier deployment end", async () => {
    await account.run().rotate();
    const { id } = account.deployments![0]!;
    account.deployments![0]!.rolloutState = "COMPLETED";
    await expect(account.run().retire(id)).rejects.toThrow("does not show it yet");
    expect(idsOf(account)).toHaveLength(2);
  });

  it("began before the secret was written, and so says nothing of its tasks", async () => {
    account.deploy();
    const { id } = account.deployments![0]!;
    account.failures = (_, name) => (name === "UpdateService" ? "refused" : undefined);
    await expect(account.run().rotate()).rejects.toThrow("OpenEMR does not use yet: no task was replaced");
    account.deployments![0]!.rolloutState = "COMPLETED";
    account.deployments = [account.deployments![0]!];
    await expect(account.run().retire(id)).resolves.toBe("Tasks may still use the earlier key.");
    expectTasksToSend(account);
  });
});
