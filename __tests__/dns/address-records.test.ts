import { AddressRecords } from "../../src/dns/address-records";
import { Domain } from "../../src/dns/domain";
import { hasItems, tf } from "../../src/terraform/expression";
import { SynthesizedCapability } from "../support/capability";
import { evaluateLocal } from "../support/evaluate";

const dns = new SynthesizedCapability(({ stack, installation, variables }) => {
  new AddressRecords(stack, "address", {
    installation,
    domain: new Domain(stack, "domain", {
      name: variables.route53Domain.value,
      hostName: variables.hostName.value,
    }),
    endpoint: {
      dnsName: tf`local.ipv4_name`,
      dualStackDnsName: tf`local.dual_stack_name`,
      zoneId: tf`local.zone`,
      ready: [],
    },
    ipv6: hasItems(variables.securityGroupIpRangeIpv6.value),
  });
});
const FAMILIES = { A: "aws_route53_record.address_ipv4", AAAA: "aws_route53_record.address_ipv6" };

it("leads IPv6 to the name that has IPv6 addresses", () => {
  const names = Object.values(FAMILIES).map(
    (address) => (dns.resource(address).alias as { name: string }).name,
  );
  expect(names).toEqual(["${local.ipv4_name}", "${local.dual_stack_name}"]);
});

const alias = (type: string, name: string) => ({
  type,
  alias_target: { dns_name: name },
  resource_records: null,
});
const value = (type: string, text: string) => ({ type, resource_records: [{ value: text }] });

describe.each(Object.entries(FAMILIES))("a plan that makes the %s record", (type, address) => {
  const { precondition } = dns.resource(address).lifecycle as { precondition: Array<{ condition: string }> };
  const found = /data\.aws_route53_records\.\w+\[0\]\.resource_record_sets/g;

  it.each<[string, boolean, unknown]>([
    ["nothing", true, null],
    ["the load balancer", true, [alias(type, "openemr-production-alb-123.eu-west-1.elb.amazonaws.com.")]],
    [
      "it, as the console does",
      true,
      [alias(type, "dualstack.openemr-production-alb-1.eu-west-1.elb.amazonaws.com.")],
    ],
    ["an accelerator", true, [alias(type, "a1b2.dualstack.awsglobalaccelerator.com.")]],
    ["records of other types", true, [value("TXT", '"v=spf1"'), value(type === "A" ? "AAAA" : "A", "x")]],
    ["somebody's address", false, [value(type, "198.51.100.1")]],
    ["another load balancer", false, [alias(type, "openemr-staging-alb-123.eu-west-1.elb.amazonaws.com.")]],
    ["one of another region", false, [alias(type, "openemr-production-alb-1.us-east-1.elb.amazonaws.com.")]],
    ["a CNAME", false, [value("CNAME", "www.example.com")]],
  ])("accepts that the name leads to %s: %j", (_, accepted, records) => {
    const condition = precondition[0]!.condition
      .replace(found, "local.records")
      .replaceAll("var.region", "local.region")
      .replaceAll("local.installation_name_prefix", "local.prefix");
    const locals = { records, region: "eu-west-1", prefix: "openemr-production", ok: condition };
    expect(evaluateLocal(locals, "ok")).toBe(accepted);
  });
});
