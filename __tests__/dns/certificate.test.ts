import { httpsFor, SynthesizedCapability } from "../support/capability";

const dns = new SynthesizedCapability((surroundings) => {
  const https = httpsFor(surroundings);
  surroundings.stack.addOverride("locals.certificate_arn", https.certificateArn);
});

describe("the certificate of a domain", () => {
  it("is made only where the operator names none", () => {
    const certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    const made = (values: Readonly<Record<string, unknown>>) =>
      ["aws_acm_certificate.certificate", "aws_acm_certificate_validation.certificate_issued"].map(
        (address) => dns.evaluated(address, ["count"], values).count,
      );
    expect(made({ route53_domain: "example.org" })).toEqual([1, 1]);
    expect(made({ route53_domain: "example.org", certificate_arn })).toEqual([0, 0]);
    expect(made({})).toEqual([0, 0]);
    const counts = ["aws_acm_certificate", "aws_acm_certificate_validation", "aws_route53_record"].map(
      (type) => Object.values(dns.resources(type))[0]!.count,
    );
    expect(new Set(counts).size).toBe(1);
  });

  it("is in place before the one before it goes", () => {
    expect(dns.resource("aws_acm_certificate.certificate").lifecycle).toEqual({
      create_before_destroy: true,
    });
  });

  it("is used only once it is issued", () => {
    expect(dns.text).toContain("aws_acm_certificate_validation.certificate_issued[0].certificate_arn : null");
    expect(dns.text).not.toContain("aws_acm_certificate.certificate[0].arn : null");
  });

  it("is proven by the record that ACM asks for, which may exist already", () => {
    const { name, type, records, zone_id, allow_overwrite } = dns.resource(
      "aws_route53_record.certificate_validation",
    );
    expect([name, type, records].flat()).toEqual(
      ["name", "type", "value"].map((part) => expect.stringContaining(`.resource_record_${part}}`)),
    );
    expect(zone_id).toContain("data.aws_route53_zone.domain_zone[0].zone_id");
    expect(allow_overwrite).toBe(true);
  });
});
