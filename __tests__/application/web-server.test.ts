import { FARGATE_MEMORY } from "../../src/application/fargate-memory";
import { webServerEnvironment } from "../../src/application/web-server";
import { highestPhpMemoryLimit, workerCount } from "../../src/application/worker-count";
import { strictTransport } from "../../src/edge/strict-transport";
import { tf } from "../../src/terraform/expression";
import { SynthesizedCapability } from "../support/capability";
import { evaluateLocal } from "../support/evaluate";
import { rendered } from "../terraform/synthesize";

/** Every task that Fargate offers, with several limits of PHP. */
const CASES = Object.entries(FARGATE_MEMORY).flatMap(([units, sizes]) =>
  sizes.flatMap((memory) => [256, 512, 1024, 4096].map((limit) => ({ cpu: Number(units), memory, limit }))),
);

describe("the number of workers", () => {
  const { counts, highest } = evaluateLocal(
    {
      all: {
        counts: CASES.map((size) => rendered(() => workerCount(size, size.limit))),
        highest: CASES.map(({ memory }) => rendered(() => highestPhpMemoryLimit(memory))),
      },
    },
    "all",
  ) as Record<"counts" | "highest", number[]>;
  const workers = CASES.map((size, i) => ({ ...size, count: counts[i]!, highest: highest[i]! }));
  const allowed = workers.filter((each) => each.limit <= each.highest);

  it("is a whole number in every task, enough for a page and few enough for its processors", () => {
    expect(workers.length).toBeGreaterThan(100);
    for (const { cpu, count } of workers) {
      expect(Number.isInteger(count)).toBe(true);
      expect(count).toBeGreaterThanOrEqual(4);
      expect(count).toBeLessThanOrEqual((cpu / 1024) * 16);
    }
  });

  it("leaves room for all of them, and for two that take all that PHP allows", () => {
    expect(allowed.length).toBeGreaterThan(100);
    for (const { memory, limit, count } of allowed) {
      expect(450 + (count - 2) * 64 + 2 * limit).toBeLessThanOrEqual(memory);
    }
  });

  it("is refused, by the limit of PHP, where not even four of them fit", () => {
    const refused = workers.filter((each) => each.limit > each.highest);
    expect(refused.map(({ cpu, memory, limit }) => `${cpu}/${memory}/${limit}`)).toEqual(
      expect.arrayContaining(["256/512/256", "256/1024/256", "1024/2048/1024"]),
    );
    for (const { memory, limit } of refused) {
      expect(450 + 2 * 64 + 2 * limit).toBeGreaterThan(memory);
    }
  });

  it("grows with the task, and shrinks where one request may take more", () => {
    const of = (cpu: number, memory: number, limit: number) =>
      workers.find((each) => each.cpu === cpu && each.memory === memory && each.limit === limit)!.count;
    // As the descriptions of the variables and docs/load-testing.md have it.
    expect([of(1024, 2048, 512), of(1024, 4096, 512), of(2048, 4096, 512)]).toEqual([10, 16, 32]);
    expect(of(4096, 8192, 512)).toBe(64);
    expect(of(2048, 4096, 1024)).toBe(26);
  });
});

describe("Strict-Transport-Security", () => {
  const header = (enabled: boolean, name: string | null, hostName: string | null) =>
    evaluateLocal(
      {
        header: rendered(() =>
          strictTransport(
            { enabled: tf`${enabled}`, certificateArn: tf`null`, preconditions: [] },
            { isGiven: tf`${name !== null}`, name: tf`${name}`, hostName: tf`${hostName}` },
          ),
        ),
      },
      "header",
    );

  it.each([
    [
      "a name below a zone that is known",
      true,
      "example.org",
      "openemr.example.org",
      "max-age=31536000; includeSubDomains",
    ],
    [
      "the zone's own name, for all other names of the domain would be bound",
      true,
      "example.org",
      "example.org",
      "max-age=31536000",
    ],
    [
      "a name of which nobody knows whether it is a zone's own",
      true,
      null,
      "clinic.example",
      "max-age=31536000",
    ],
    ["no name", true, null, null, "max-age=31536000"],
    ["plain HTTP", false, null, "openemr.example.org", ""],
  ])("for %s", (_, enabled, name, hostName, expected) => {
    expect(header(enabled, name, hostName)).toBe(expected);
  });
});

describe("what the web server is told", () => {
  let environment: Record<string, string> = {};
  const synthesized = new SynthesizedCapability(({ stack, network }) => {
    stack.addOverride(
      "locals.environment",
      webServerEnvironment({
        network,
        strictTransport: tf`"max-age=1"`,
        size: { cpu: tf`2048`, memory: tf`4096` },
        phpMemoryLimitMb: tf`512`,
        maximumUploadMb: tf`350`,
        databaseMinimumCapacity: tf`0`,
      }),
    );
  });
  beforeAll(() => {
    environment = JSON.parse(synthesized.text).locals.environment;
  });

  it("is where the load balancer stands: in the public subnets, or private ones where it is internal", () => {
    expect(environment.TRUSTED_PROXIES).toMatch(
      /^\$\{join\(" ", \(var\.internal_load_balancer \? .*network_private\[\*\]\.cidr_block.* : .*network_public\[\*\]\.cidr_block/,
    );
  });

  it("is texts, as ECS takes nothing else", () => {
    const { TRUSTED_PROXIES, ...others } = environment;
    expect(evaluateLocal(others, "MAXIMUM_UPLOAD_MB")).toBe("350");
    expect(evaluateLocal(others, "PHP_MEMORY_LIMIT_MB")).toBe("512");
    expect(evaluateLocal(others, "WEB_SERVER_WORKERS")).toBe("32");
    expect(evaluateLocal(others, "DATABASE_MAY_PAUSE")).toBe("yes");
  });
});
