import { FARGATE_MEMORY } from "../../src/application/fargate-memory";
import { webServerEnvironment } from "../../src/application/web-server";
import { LEAST_MEMORY_BESIDE_PHP_LIMIT, workerCount } from "../../src/application/worker-count";
import { LoadBalancer } from "../../src/edge/load-balancer";
import { strictTransport } from "../../src/edge/strict-transport";
import { tf } from "../../src/terraform/expression";
import { httpsFor, SynthesizedCapability } from "../support/capability";
import { evaluateLocal } from "../support/evaluate";
import { rendered } from "../terraform/synthesize";

/** The memory of every task that Fargate offers, in MiB. */
const SIZES = [...new Set(Object.values(FARGATE_MEMORY).flat())];

describe("the number of workers", () => {
  const cases = SIZES.flatMap((memory) => [256, 512, 1024, 4096, 8192].map((limit) => ({ memory, limit })));
  const counts = evaluateLocal(
    { counts: cases.map(({ memory, limit }) => rendered(() => workerCount(memory, limit))) },
    "counts",
  ) as number[];
  const workers = cases.map((size, i) => ({ ...size, count: counts[i]! }));
  const fitting = workers.filter(({ memory, limit }) => limit + LEAST_MEMORY_BESIDE_PHP_LIMIT <= memory);

  it("is a whole number in every task, enough for a page and few enough for a database", () => {
    expect(workers.length).toBeGreaterThan(100);
    for (const { count } of workers) {
      expect(Number.isInteger(count)).toBe(true);
      expect(count).toBeGreaterThanOrEqual(4);
      expect(count).toBeLessThanOrEqual(250);
    }
  });

  it("leaves room for all of them, and for one that takes all that PHP allows", () => {
    expect(fitting.length).toBeGreaterThan(50);
    for (const { memory, limit, count } of fitting) {
      expect(384 + count * 96 + limit).toBeLessThanOrEqual(memory);
    }
  });

  it("grows with the task, and shrinks where one request may take more", () => {
    const of = (memory: number, limit: number) =>
      workers.find((each) => each.memory === memory && each.limit === limit)!.count;
    expect([of(2048, 512), of(4096, 512), of(8192, 512)]).toEqual([12, 33, 76]);
    expect(of(4096, 1024)).toBe(28);
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
  const synthesized = new SynthesizedCapability((surroundings) => {
    const { stack, installation, network, variables } = surroundings;
    const https = httpsFor(surroundings);
    const loadBalancer = new LoadBalancer(stack, "edge", {
      installation,
      network,
      https,
      ipv4Range: variables.securityGroupIpRangeIpv4,
      ipv6Range: variables.securityGroupIpRangeIpv6,
      accessLogRetentionDays: 365,
    });
    stack.addOverride(
      "locals.environment",
      webServerEnvironment({
        network,
        loadBalancer,
        strictTransport: tf`"max-age=1"`,
        memory: tf`4096`,
        phpMemoryLimitMb: tf`512`,
        maximumUploadMb: tf`350`,
        databaseMinimumCapacity: tf`0`,
      }),
    );
  });
  beforeAll(() => {
    environment = JSON.parse(synthesized.text).locals.environment;
  });

  it("is where the load balancer stands: in the public subnets", () => {
    expect(environment.TRUSTED_PROXIES).toBe('${join(" ", aws_subnet.network_public[*].cidr_block)}');
  });

  it("is after which silence the load balancer closes a connection", () => {
    expect(Number(environment.LOAD_BALANCER_IDLE_SECONDS)).toBe(
      synthesized.resource("aws_lb.edge").idle_timeout,
    );
  });

  it("is texts, as ECS takes nothing else", () => {
    const { TRUSTED_PROXIES, ...others } = environment;
    expect(evaluateLocal(others, "MAXIMUM_UPLOAD_MB")).toBe("350");
    expect(evaluateLocal(others, "PHP_MEMORY_LIMIT_MB")).toBe("512");
    expect(evaluateLocal(others, "WEB_SERVER_WORKERS")).toBe("33");
    expect(evaluateLocal(others, "DATABASE_MAY_PAUSE")).toBe("yes");
  });
});
