import { awsFailure, settingsFrom } from "../../lambda/lib/aws-failure";

it("names what was tried, what AWS answered, and the way out for it", () => {
  const cause = Object.assign(new Error("No such thing"), { name: "ThingNotFoundFault" });
  const failure = awsFailure("find it", cause, { ThingNotFound: "Make it." });
  expect(failure.message).toBe("The function could not find it: ThingNotFoundFault: No such thing. Make it.");
  expect(failure.cause).toBe(cause);
});

it("survives what is no error at all", () => {
  expect(awsFailure("do it", "nothing").message).toBe("The function could not do it: Error: nothing.");
});

it("reads settings, and names each one that is missing or empty", () => {
  expect(settingsFrom(["A"], { A: "1", B: "2" })).toEqual({ A: "1" });
  expect(() => settingsFrom(["A", "B", "C"], { A: "1", B: "" })).toThrow("lacks the settings B, C");
});
