import type { FailureInjector } from "../src";
import { Fixture } from "./fixture";

/** Every resource fails once, and succeeds when it is tried again. */
const everyFirstAttemptFails: FailureInjector = ({ action, attempt, type }) =>
  action !== "read" && action !== "open" && attempt === 1
    ? { message: `${type}: api error ServiceUnavailableException: Service is unavailable. Try again later.` }
    : undefined;

const STACK = {
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { main: { vpc_id: "${aws_vpc.main.id}" } },
    aws_sns_topic: { alarms: { name: "alarms" } },
  },
};

describe("failures that were asked for", () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await Fixture.create(STACK);
  });
  afterEach(() => fixture.close());

  it("stop what depends on the failed resource, and are mended by the next run", async () => {
    fixture.providers.failures = everyFirstAttemptFails;
    await expect(fixture.apply()).rejects.toThrow("aws_vpc: api error ServiceUnavailableException");
    expect(await fixture.plannedActions()).toHaveLength(3);
    await expect(fixture.apply()).rejects.toThrow("aws_subnet: api error ServiceUnavailableException");
    expect(await fixture.plannedActions()).toEqual(["create aws_subnet.main"]);
    await fixture.apply();
    expect(await fixture.plannedActions()).toEqual([]);
  });

  it("can leave a resource behind, which Terraform replaces", async () => {
    fixture.providers.failures = ({ type, action }) =>
      type === "aws_vpc" && action === "create"
        ? { message: "timeout while waiting", afterwards: true }
        : undefined;
    await expect(fixture.apply()).rejects.toThrow("timeout while waiting");
    fixture.providers.failures = undefined;
    expect(await fixture.plannedActions()).toContain("delete+create aws_vpc.main");
  });

  it("can hit the n-th change, and a deletion, which leaves the resource", async () => {
    fixture.providers.failures = ({ ordinal }) =>
      ordinal === 3 ? { message: "the third change" } : undefined;
    await expect(fixture.apply()).rejects.toThrow("the third change");
    await fixture.apply();
    fixture.providers.failures = ({ action }) =>
      action === "delete" ? { message: "DependencyViolation" } : undefined;
    await expect(fixture.destroy()).rejects.toThrow("DependencyViolation");
    fixture.providers.failures = undefined;
    expect(await fixture.plannedActions()).toEqual([]);
  });
});
