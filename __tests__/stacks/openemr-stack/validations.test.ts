import { refusalsOf } from "../../support/refused-values";
import { SynthesizedProject } from "../../support/synthesized-project";
import type { GoodValue, ValueExamples } from "../../support/value-examples";
import * as analytics from "./values/analytics";
import * as application from "./values/application";
import * as audit from "./values/audit";
import * as backup from "./values/backup";
import * as cache from "./values/cache";
import * as database from "./values/database";
import * as dns from "./values/dns";
import * as edge from "./values/edge";
import * as images from "./values/images";
import * as installation from "./values/installation";
import * as mail from "./values/mail";
import * as monitoring from "./values/monitoring";
import * as network from "./values/network";

const CAPABILITIES: readonly ValueExamples[] = [
  analytics,
  application,
  audit,
  backup,
  cache,
  database,
  dns,
  edge,
  images,
  installation,
  mail,
  monitoring,
  network,
];

const BAD_VALUES = CAPABILITIES.flatMap(({ BAD_VALUES }) => BAD_VALUES);

const VALID = {
  region: "us-east-1",
  certificate_arn: "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
};

const GOOD_VALUES: readonly GoodValue[] = [
  ["the values that the bad ones are compared with", {}],
  ...CAPABILITIES.flatMap(({ GOOD_VALUES = [] }) => GOOD_VALUES),
];

const { variable: variables } = SynthesizedProject.shared().document("openemr-production");

describe("a rule of a variable", () => {
  let refusals: string[][];
  beforeAll(async () => {
    const bad = BAD_VALUES.map(([name, value, , given]) => ({ ...given, [name]: value }));
    const cases = [...bad, ...GOOD_VALUES.map(([, values]) => values)];
    refusals = await refusalsOf(
      variables,
      cases.map((values) => ({ ...VALID, ...values })),
    );
  });

  it.each(BAD_VALUES.map((bad, index) => [...bad.slice(0, 3), index] as [string, unknown, string, number]))(
    "%s = %j is refused",
    (name, value, mustBe, index) => {
      const [refusal, ...others] = refusals[index]!;
      // As Terraform's jsonencode writes it.
      const given = JSON.stringify(value).replaceAll("&", "\\u0026");
      expect(refusal).toContain(`${name} is ${given}, but must be ${mustBe}`);
      expect(others).toEqual([]);
    },
  );

  it.each(GOOD_VALUES.map(([what], index) => [what, index] as const))("accepts %s", (_, index) => {
    expect(refusals[BAD_VALUES.length + index]).toEqual([]);
  });
});

it("has a bad value for every rule", () => {
  const rules = Object.entries(variables).flatMap(([name, { validation = [] }]) =>
    validation.map(({ error_message: message }) => `${name}: ${message.split("but must be ")[1]}`),
  );
  const untested = rules.filter(
    (rule) => !BAD_VALUES.some(([name, , mustBe]) => rule.startsWith(`${name}: ${mustBe}`)),
  );
  expect(rules.length).toBeGreaterThan(40);
  expect(untested).toEqual([]);
});

describe("the type of a variable", () => {
  const WRONG_TYPES: ReadonlyArray<[name: string, value: unknown, expected: string]> = [
    ["openemr_service_fargate_minimum_capacity", true, "number"],
    ["enable_long_term_cloudtrail_monitoring", "perhaps", "bool"],
    ["tags", "none", "map"],
    ["security_group_ip_range_ipv4", "203.0.113.0/24", "list of string"],
    ["region", null, "required variable"],
  ];
  let refusals: string[][];
  beforeAll(async () => {
    refusals = await refusalsOf(
      variables,
      WRONG_TYPES.map(([name, value]) => ({ ...VALID, [name]: value })),
    );
  });

  it.each(WRONG_TYPES.map((wrong, index) => [...wrong, index] as const))(
    "refuses %s = %j",
    (name, _, expected, index) => {
      const refusal = refusals[index]!.join();
      expect(refusal).toContain(`var.${name}`);
      expect(refusal).toContain(expected);
    },
  );
});

it("every variable says what it does, and the optional ones that null is allowed", () => {
  for (const [name, variable] of Object.entries(variables)) {
    const { description, nullable, ...rest } = variable as typeof variable & {
      description: string;
      nullable: boolean;
    };
    expect([name, description]).toEqual([name, expect.stringMatching(/\w.*\.$/s)]);
    expect([name, nullable]).toEqual([name, rest.default === null]);
  }
});
