import { PhysicalNames, prefixOf } from "../../src/aws/physical-names";
import { evaluateLocal } from "../support/evaluate";
import { synthesize } from "../terraform/synthesize";

function locals(name: string, environment: string, probe: (names: PhysicalNames) => string) {
  return synthesize((stack) => {
    const names = new PhysicalNames(stack, {
      name,
      environment,
      region: "eu-west-1",
      accountId: "123456789012",
    });
    stack.addOverride("locals.probe", probe(names));
  }).locals!;
}

const named = (name: string, environment: string, probe: (names: PhysicalNames) => string) =>
  evaluateLocal(locals(name, environment, probe), "probe");

describe("physical names", () => {
  it("begin with the installation's name and the environment", () => {
    expect(named("openemr", "production", (names) => names.of("alb", "load-balancer"))).toBe(
      "openemr-production-alb",
    );
  });

  it("carry region and account where they must be unique beyond a region", () => {
    expect(named("openemr", "test", (names) => names.of("task", "role"))).toBe("openemr-test-task-eu-west-1");
    expect(named("openemr", "test", (names) => names.of("logs", "bucket"))).toBe(
      "openemr-test-logs-123456789012-eu-west-1",
    );
  });

  it("of a bucket for SageMaker begin with that word, and stand for account and region with a hash", () => {
    const bucket = (name: string) =>
      named(name, "production", (names) => names.of("database-export", "sagemaker-bucket")) as string;
    expect(bucket("openemr")).toMatch(/^sagemaker-openemr-production-database-export-[0-9a-f]{12}$/);
    expect(bucket("a-very-long-name-of-a-clinic").length).toBeLessThanOrEqual(63);
  });

  it("keep within the tightest limit and stay different when they are cut", () => {
    const long = (environment: string) =>
      named("a-very-long-name-of-a-clinic", environment, (names) =>
        names.of("alb", "load-balancer"),
      ) as string;
    const [first, second] = [long("production"), long("development")];
    for (const name of [first, second]) {
      expect(name.length).toBeLessThanOrEqual(32);
      expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    }
    expect(first).not.toBe(second);
  });

  it("are cut without leaving two hyphens in a row", () => {
    expect(named("sixteen-letters1", "x".repeat(20), (names) => names.prefix)).toMatch(
      /^sixteen-letters1-[0-9a-f]{6}$/,
    );
  });

  it.each([
    ["openemr", "production"],
    ["a-very-long-name-of-a-clinic", "production"],
    ["sixteen-letters1", "x".repeat(20)],
  ])("begin with what a command without a state makes up: %s, %s", (name, environment) => {
    expect(prefixOf(name, environment)).toBe(named(name, environment, (names) => names.prefix));
  });

  it("refuse a part that could overrun the limit", () => {
    expect(() => locals("a", "b", (names) => names.of("loadbalancer", "load-balancer"))).toThrow(
      '"loadbalancer" has 12 characters; the name of a load-balancer has room for 7.',
    );
  });

  it("make paths", () => {
    expect(named("openemr", "test", (names) => names.path("application"))).toBe("/openemr-test/application");
  });
});
