import { expectToBeSettled, idsOf } from "./support/expectations";
import { awsError, LONGEST_RUN_SECONDS, SmallAccount } from "./support/small-account";

let account: SmallAccount;
beforeEach(() => {
  account = new SmallAccount();
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
    expect(account.stored!.username).toBe(idsOf(account)[0]);
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
    expectToBeSettled(account);
    expect(account.now - start).toBeLessThan(LONGEST_RUN_SECONDS * 1000);
  });
});
