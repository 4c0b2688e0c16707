import { REGION_GAPS, type RegionGap } from "#offline-providers";
import { REGIONS } from "../../../src/aws/regions";
import { refusalsOf } from "../../support/refused-values";
import { SynthesizedProject } from "../../support/synthesized-project";

type Values = Readonly<Record<string, unknown>>;

const MAIL = { configure_ses: true, route53_domain: "example.org", certificate_arn: null };
const RECEIVED = { ...MAIL, email_forwarding_address: "help@clinic.example" };

/** A choice of an operator, the variable that the refusal names, and what Terraform makes for it. */
const CHOICES: ReadonlyArray<readonly [name: string, values: Values, made: ReadonlyArray<[string, Values]>]> =
  [
    [
      "configure_ses",
      MAIL,
      [
        ["aws_sesv2_email_identity", {}],
        ["aws_vpc_endpoint", { service_name: "x.email-smtp" }],
      ],
    ],
    [
      "email_forwarding_address",
      RECEIVED,
      [
        ["aws_ses_receipt_rule", {}],
        ["aws_vpc_endpoint", { service_name: "x.email-smtp" }],
      ],
    ],
    [
      "enable_global_accelerator",
      { enable_global_accelerator: true },
      [["aws_globalaccelerator_endpoint_group", {}]],
    ],
    [
      "enable_data_api",
      { enable_data_api: true },
      [["aws_rds_cluster", { engine: "aurora-mysql", enable_http_endpoint: true }]],
    ],
    [
      "enable_bedrock_integration",
      { enable_bedrock_integration: true, bedrock_model_ids: ["anthropic.claude-3-haiku-20240307-v1:0"] },
      [["aws_vpc_endpoint", { service_name: "x.bedrock-runtime" }]],
    ],
  ];

/** Whoever receives mail sends it as well, and the refusal names the first that is missing. */
const NAMES: Readonly<Record<string, string>> = {
  email_forwarding_address: "(configure_ses|email_forwarding_address)",
};

const { variable: variables } = SynthesizedProject.shared().document("openemr-production");

const isLacking =
  (region: string, [type, values]: [string, Values]) =>
  (gap: RegionGap) =>
    gap.types.test(type) && gap.missingIn.includes(region) && gap.when?.(values as never) !== false;

/** Regions in which something of a choice is missing, and one that has all. */
const CASES = CHOICES.flatMap(([name, values, made]) => {
  const lacks = (region: string) => made.some((each) => REGION_GAPS.some(isLacking(region, each)));
  const missing = REGIONS.filter(lacks);
  const one = REGIONS.filter((region) => !lacks(region)).at(missing.length % 7)!;
  return [...missing, one].map((region) => ({ name, region, values, isMissing: region !== one }));
});

// The account of the tests and the project's own table are compared with AWS by themselves.
test("in each region that lacks something the plan refuses by name whatever AWS would refuse", async () => {
  const given = CASES.map(({ region, values }) => ({
    region,
    certificate_arn: `arn:aws:acm:${region}:123456789012:certificate/00000000-0000-0000-0000-000000000000`,
    ...values,
  }));
  const refusals = await refusalsOf(variables, given);
  const unlike = CASES.flatMap(({ name, region, isMissing }, index) => {
    const said = refusals[index]!.join();
    const isRefused = new RegExp(`${NAMES[name] ?? name} is .* in this region, which has no `).test(said);
    return isRefused === isMissing && (isMissing || said === "") ? [] : [{ name, region, said }];
  });
  expect(CASES.length).toBeGreaterThan(35);
  expect(unlike).toEqual([]);
}, 120_000);
