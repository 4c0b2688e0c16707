import { Connection } from "../../src/network/connection";
import { InternetEgress } from "../../src/network/internet-egress";
import { SecurityGroup } from "../../src/network/security-group";
import { ACCOUNT, arnOf, SynthesizedCapability } from "../support/capability";
import { evaluateExpressions, withoutResources } from "../support/evaluate";

const network = new SynthesizedCapability(({ stack, installation, network }) => {
  const group = (name: string) =>
    new SecurityGroup(stack, name, { installation, network, name, description: `Members of ${name}` });
  const [service, database] = [group("service"), group("database")];
  new Connection(stack, "to_database", {
    from: service,
    to: database,
    port: 3306,
    description: "Service to database",
  });
  new InternetEgress(stack, "to_https", { from: service, port: 443, description: "APIs of AWS" });
});

describe("the network", () => {
  it("closes the default security group", () => {
    const group = network.resource("aws_default_security_group.network_default");
    expect(group.ingress).toBeUndefined();
    expect(group.egress).toBeUndefined();
  });

  it("gives no instance a public address", () => {
    for (const subnet of Object.values(network.resources("aws_subnet"))) {
      expect(subnet.map_public_ip_on_launch).toBe(false);
      expect(subnet.assign_ipv6_address_on_creation ?? false).toBe(false);
    }
  });

  it("leaves a subnet in its zone when AWS adds one to the region", () => {
    const subnets = Object.values(network.resources("aws_subnet"));
    expect(subnets).toHaveLength(2);
    for (const subnet of subnets) expect(subnet.lifecycle).toEqual({ ignore_changes: ["availability_zone"] });
  });

  it.each(["10.0.0.0/16", "192.168.16.0/20"])(
    "divides %s without an overlap, for 2 zones and for 3",
    (cidr) => {
      const ranges = (zones: number) => {
        const blocks = ["network_private", "network_public"].flatMap((id) =>
          Array.from({ length: zones }, (_, zone) =>
            String(network.resource(`aws_subnet.${id}`).cidr_block)
              .replace("aws_vpc.network_vpc[0].cidr_block", `"${cidr}"`)
              .replace("count.index", String(zone)),
          ),
        );
        return evaluateExpressions({}, {}, blocks) as string[];
      };
      const [two, three] = [ranges(2), ranges(3)];
      expect(three).toEqual(expect.arrayContaining(two));
      const spans = three.map(addresses).sort(([a], [b]) => a - b);
      for (const [i, [start]] of spans.entries()) {
        if (i > 0) expect(start).toBeGreaterThan(spans[i - 1]![1]);
      }
    },
  );

  it("refuses more zones than the region has", () => {
    const { lifecycle } = network.resource("aws_vpc.network_vpc") as {
      lifecycle: { precondition: [{ condition: string; error_message: string }] };
    };
    const [{ condition, error_message: message }] = lifecycle.precondition;
    const isAccepted = (availability_zone_count: number) =>
      evaluateExpressions(network.evaluable, { region: "us-east-1", availability_zone_count }, [
        withoutResources(condition, {
          "data.aws_availability_zones.network_available[0].names": ["us-east-1a", "us-east-1b"],
        }),
      ])[0];
    expect([isAccepted(2), isAccepted(3)]).toEqual([true, false]);
    expect(message).toMatch(/^availability_zone_count is /);
  });

  it("sends each zone's traffic through its own NAT gateway, or all of it through the only one", () => {
    const gateways = (single: boolean, enabled = true) =>
      network.evaluated("aws_nat_gateway.network_nat", ["count"], {
        enable_nat_gateways: enabled,
        single_nat_gateway: single,
        availability_zone_count: 3,
      }).count;
    expect([gateways(true), gateways(false), gateways(false, false)]).toEqual([1, 3, 0]);
    expect(network.resource("aws_route.network_private_ipv4").nat_gateway_id).toBe(
      "${aws_nat_gateway.network_nat[var.single_nat_gateway ? 0 : count.index].id}",
    );
  });

  it("has no route from private subnets to the internet gateway", () => {
    const routes = Object.entries(network.resources("aws_route")).filter(([, route]) => route.gateway_id);
    expect(routes.map(([id]) => id).sort()).toEqual(["network_public_ipv4", "network_public_ipv6"]);
  });

  it("adds a zone without a change to what exists", () => {
    const endpoint = network.resource("aws_vpc_endpoint.network_s3");
    expect(endpoint.route_table_ids).toBeUndefined();
    const routes = "aws_vpc_endpoint_route_table_association.network_s3_route";
    expect(network.evaluated(routes, ["count"], { availability_zone_count: 3 })).toEqual({ count: 3 });
  });
});

describe("the flow log", () => {
  it("records all traffic in an encrypted group with a retention", () => {
    expect(network.resource("aws_flow_log.network_flow_log_vpc")).toMatchObject({
      traffic_type: "ALL",
      depends_on: ["aws_iam_role_policy.network_flow_log_role_policy"],
    });
    expect(network.resource("aws_cloudwatch_log_group.network_flow_log")).toMatchObject({
      kms_key_id: "${aws_kms_key.log_key.arn}",
      retention_in_days: 30,
    });
  });

  it("may really write, and only there", () => {
    const { WriteLog, FindLog, ...others } = network.evaluatedStatements(
      "aws_iam_role_policy.network_flow_log_role_policy",
    );
    const group = "aws_cloudwatch_log_group.network_flow_log[0].arn";
    expect(WriteLog).toMatchObject({
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [group, `${group}:*`],
    });
    expect(FindLog).toMatchObject({ Action: ["logs:DescribeLogGroups"], Resource: ["*"] });
    expect(others).toEqual({});
  });

  it("lends its role only to flow logs of this account", () => {
    const address = "aws_iam_role.network_flow_log_role";
    const { Trust } = network.evaluatedStatements(address, {}, "assume_role_policy");
    expect(Trust).toMatchObject({
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Condition: {
        ArnLike: { "aws:SourceArn": `${arnOf("ec2")}:vpc-flow-log/*` },
        StringEquals: { "aws:SourceAccount": ACCOUNT },
      },
    });
  });
});

describe("the log of DNS queries", () => {
  it("records the VPC's queries in an encrypted group, as soon as that can be written", () => {
    expect(
      network.resource("aws_route53_resolver_query_log_config.network_dns_query_log_config"),
    ).toMatchObject({
      destination_arn: "${aws_cloudwatch_log_group.network_dns_query_log_log[0].arn}",
      depends_on: ["aws_cloudwatch_log_resource_policy.network_dns_query_log_log_policy"],
    });
    expect(
      network.resource("aws_route53_resolver_query_log_config_association.network_dns_query_log_vpc")
        .resource_id,
    ).toBe("${(var.vpc_id == null ? aws_vpc.network_vpc[0].id : var.vpc_id)}");
    expect(network.resource("aws_cloudwatch_log_group.network_dns_query_log_log").kms_key_id).toBe(
      "${aws_kms_key.log_key.arn}",
    );
  });

  it("is written by log delivery only on behalf of this account, and no other group is", () => {
    const address = "aws_cloudwatch_log_resource_policy.network_dns_query_log_log_policy";
    const statements = network.evaluatedStatements(
      address,
      { enable_dns_query_log: true },
      "policy_document",
    );
    expect(Object.keys(statements)).toEqual(["DeliverQueryLog"]);
    expect(statements.DeliverQueryLog).toMatchObject({
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Resource: ["aws_cloudwatch_log_group.network_dns_query_log_log[0].arn:*"],
      Condition: {
        ArnLike: { "aws:SourceArn": `${arnOf("logs")}:*` },
        StringEquals: { "aws:SourceAccount": ACCOUNT },
      },
    });
  });
});

describe("security groups", () => {
  it("have no inline rules, and a description", () => {
    const groups = Object.values(network.resources("aws_security_group"));
    expect(groups).toHaveLength(2);
    for (const group of groups) {
      expect(group.ingress).toBeUndefined();
      expect(group.egress).toBeUndefined();
      expect(group.description).toMatch(/^Members of /);
    }
  });

  it("are connected by a rule on either side, on one port", () => {
    const tcp = { ip_protocol: "tcp", from_port: 3306, to_port: 3306, description: "Service to database" };
    expect(network.resource("aws_vpc_security_group_egress_rule.to_database_out")).toMatchObject({
      ...tcp,
      security_group_id: "${aws_security_group.service.id}",
      referenced_security_group_id: "${aws_security_group.database.id}",
    });
    expect(network.resource("aws_vpc_security_group_ingress_rule.to_database_in")).toMatchObject({
      ...tcp,
      security_group_id: "${aws_security_group.database.id}",
      referenced_security_group_id: "${aws_security_group.service.id}",
    });
  });

  it("let out to the internet on the port that is named, and nobody in", () => {
    expect(network.resource("aws_vpc_security_group_egress_rule.to_https")).toMatchObject({
      cidr_ipv4: "0.0.0.0/0",
      from_port: 443,
      to_port: 443,
    });
    expect(Object.keys(network.resources("aws_vpc_security_group_ingress_rule"))).toEqual(["to_database_in"]);
  });
});

/** First and last address of an IPv4 range, as numbers. */
function addresses(range: string): [number, number] {
  const [address, bits] = range.split("/") as [string, string];
  const start = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return [start, start + 2 ** (32 - Number(bits)) - 1];
}
