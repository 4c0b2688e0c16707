import { AwsCallError, attempt } from "../../../lambda/lib/aws-call";

const failing = (cause: unknown) => async () => {
  throw cause;
};
const failure = (name: string, message: string) => Object.assign(new Error(message), { name });

it("names what was tried, what AWS answered, and the way out for it", async () => {
  const cause = failure("ThingNotFoundFault", "No such thing");
  const error = await attempt("find it", failing(cause), { ThingNotFound: "Make it." }).catch((it) => it);
  expect(error).toBeInstanceOf(AwsCallError);
  expect(error.message).toBe("Could not find it: ThingNotFoundFault: No such thing. Make it.");
  expect(error).toMatchObject({ code: "ThingNotFoundFault", cause });
});

it.each(["ThrottlingException", "Throttling"])(
  "knows %s of every service, and one full stop",
  async (name) => {
    await expect(attempt("ask", failing(failure(name, "Rate exceeded.")))).rejects.toThrow(
      `Could not ask: ${name}: Rate exceeded. AWS is asked too often. Try again in a minute.`,
    );
  },
);

it("tells no access key", async () => {
  const cause = failure("InvalidClientTokenId", "The key AKIAABCDEFGHIJKLMNOP is unknown");
  await expect(attempt("use it", failing(cause))).rejects.toThrow(/The key \(an access key\) is unknown\.$/);
});

it("survives what is no error at all", async () => {
  await expect(attempt("do it", failing("nothing"))).rejects.toThrow("Could not do it: Error: nothing.");
});
