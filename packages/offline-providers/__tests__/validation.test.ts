import { Fixture } from "./fixture";

const bucket = (config: object) => ({ resource: { aws_s3_bucket: { x: config } } });
const webAcl = (statement: object) => ({
  resource: {
    aws_lb: { web: { name: "web" } },
    aws_wafv2_web_acl: {
      x: {
        name: "x",
        scope: "REGIONAL",
        default_action: { allow: {} },
        visibility_config: METRICS,
        rule: [{ name: "one", priority: 1, action: { block: {} }, statement, visibility_config: METRICS }],
      },
    },
  },
});
const METRICS = { cloudwatch_metrics_enabled: true, metric_name: "x", sampled_requests_enabled: true };
const rateLimit = (hostName: string) => ({
  rate_based_statement: {
    limit: 1000,
    scope_down_statement: {
      byte_match_statement: {
        search_string: hostName,
        positional_constraint: "EXACTLY",
        field_to_match: { single_header: { name: "host" } },
        text_transformation: [{ priority: 0, type: "LOWERCASE" }],
      },
    },
  },
});

describe("what a schema can tell is wrong", () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await Fixture.create({});
  });
  afterAll(() => fixture.close());

  it.each([
    ["an unknown argument", bucket({ bucket_nmae: "x" }), /No argument or block type is named "bucket_nmae"/],
    ["a computed argument that is set", bucket({ arn: "x" }), /Value for unconfigurable attribute/],
    ["a wrong type", bucket({ force_destroy: "perhaps" }), /a bool is required/],
    ["a missing argument", { resource: { aws_subnet: { x: {} } } }, /"vpc_id" is required/],
    ["a missing block", { resource: { aws_ses_receipt_rule: { x: {} } } }, /"rule_set_name" is required/],
    [
      "a block given twice",
      bucket({ versioning: [{}, {}] }),
      /No more than 1 "versioning" blocks are allowed/,
    ],
    [
      "an unknown type",
      { resource: { aws_s3_bukket: { x: {} } } },
      /does not support resource type "aws_s3_bukket"/,
    ],
    ["a WAF statement in camel case", webAcl({ rateBasedStatement: {} }), /"rateBasedStatement"/],
    ["a WAF statement in the wrong place", webAcl({ ...rateLimit("x"), limit: 1 }), /"limit"/],
  ])("refuses %s", async (_, configuration, message) => {
    fixture.configure(configuration);
    await expect(fixture.plan()).rejects.toThrow(message);
  });

  it("plans a WAF statement that refers to other resources", async () => {
    fixture.configure(webAcl(rateLimit("${aws_lb.web.dns_name}")));
    expect(await fixture.plannedActions()).toEqual(["create aws_lb.web", "create aws_wafv2_web_acl.x"]);
  });
});
