import { Fixture } from "./fixture";

const STACK = {
  data: {
    aws_caller_identity: { me: {} },
    aws_partition: { current: {} },
    aws_region: { current: {} },
    aws_route53_zone: { main: { name: "example.org." } },
    aws_subnet: { any: { id: "subnet-1" } },
    aws_iam_policy_document: {
      base: { statement: [{ sid: "Shared", actions: ["s3:GetObject"], resources: ["*"] }] },
      full: {
        source_policy_documents: ["${data.aws_iam_policy_document.base.json}"],
        statement: [
          {
            effect: "Deny",
            actions: ["s3:GetObject", "s3:PutObject"],
            resources: ["arn:aws:s3:::x/&{aws:username}"],
            principals: [{ type: "Service", identifiers: ["ses.amazonaws.com"] }],
            condition: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["123456789012"] }],
          },
        ],
      },
    },
  },
  resource: {
    aws_acm_certificate: { wildcard: { domain_name: "*.example.org", validation_method: "DNS" } },
    aws_route53_record: {
      proof: {
        for_each:
          "${{ for o in aws_acm_certificate.wildcard.domain_validation_options : o.domain_name => o }}",
        zone_id: "${data.aws_route53_zone.main.zone_id}",
        name: "${each.value.resource_record_name}",
        type: "${each.value.resource_record_type}",
        records: ["${each.value.resource_record_value}"],
        ttl: 60,
      },
    },
    random_password: { generated: { length: 20, special: false } },
  },
  output: {
    account: { value: "${data.aws_caller_identity.me.account_id}" },
    where: { value: "${data.aws_partition.current.partition} ${data.aws_region.current.region}" },
    zone: { value: "${data.aws_route53_zone.main.zone_id}" },
    made_up: { value: "${data.aws_subnet.any.arn}" },
    policy: { value: "${data.aws_iam_policy_document.full.json}" },
    record: { value: '${aws_route53_record.proof["*.example.org"].name}' },
    generated: { value: "${random_password.generated.result}", sensitive: true },
  },
};

describe("data sources", () => {
  let fixture: Fixture;
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    fixture = await Fixture.create(STACK);
    await fixture.apply();
    outputs = await fixture.outputs();
  });
  afterAll(() => fixture.close());

  it("tell the account, the region and what a stack looks up", () => {
    expect(outputs).toMatchObject({
      account: "123456789012",
      where: "aws eu-west-1",
      zone: expect.stringMatching(/^Z[A-Z0-9]{14}$/),
      made_up: expect.stringMatching(/^arn:aws:ec2:eu-west-1:123456789012:subnet\//),
    });
  });

  it("render policy documents as the provider does", () => {
    expect(JSON.parse(String(outputs.policy))).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Shared", Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
        {
          Effect: "Deny",
          Action: ["s3:PutObject", "s3:GetObject"],
          Resource: "arn:aws:s3:::x/${aws:username}",
          Principal: { Service: "ses.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
  });

  it("let a for_each go over the domains of a certificate that is not there yet", () => {
    expect(outputs.record).toMatch(/^_[0-9a-f]{32}\.example\.org\.$/);
  });

  it("leave random values where they are", async () => {
    expect(outputs.generated).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(await fixture.plannedActions()).toEqual([]);
  });
});
