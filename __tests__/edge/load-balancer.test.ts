import { ACCOUNT, loadBalancerFor, SynthesizedCapability } from "../support/capability";
import { evaluateExpressions, withoutResources } from "../support/evaluate";

const edge = new SynthesizedCapability((surroundings) => {
  loadBalancerFor(surroundings);
});

const alb = edge.resource("aws_lb.edge");
const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";
const RANGES = ["203.0.113.0/24"];

/** The values that Terraform gives expressions of the load balancer, with variables over their defaults. */
function evaluated(values: Readonly<Record<string, unknown>>) {
  const [{ type }] = edge.resource("aws_lb_listener.edge_http").default_action as [{ type: string }];
  const { check } = JSON.parse(edge.text) as {
    check: { edge_plain_http: { assert: [{ condition: string }] } };
  };
  const expressions = {
    addressType: alb.ip_address_type,
    httpsListeners: edge.resource("aws_lb_listener.edge_https").count,
    httpsRanges: edge.resource("aws_vpc_security_group_ingress_rule.edge_ipv4_https").for_each,
    httpAction: type,
    isWithoutWarning: check.edge_plain_http.assert[0].condition,
  };
  const found = evaluateExpressions(
    edge.evaluable,
    { region: "us-east-1", security_group_ip_range_ipv4: RANGES, ...values },
    Object.values(expressions),
  );
  return Object.fromEntries(Object.keys(expressions).map((name, i) => [name, found[i]]));
}

const HTTPS = { httpsListeners: 1, httpsRanges: RANGES, httpAction: "redirect", isWithoutWarning: true };
const PLAIN_HTTP = { httpsListeners: 0, httpsRanges: [], httpAction: "forward", isWithoutWarning: false };

test.each([
  ["a certificate", { certificate_arn: CERTIFICATE }, { ...HTTPS, addressType: "ipv4" }],
  [
    "a domain, and IPv6 let in",
    { route53_domain: "example.org", security_group_ip_range_ipv6: ["2001:db8::/32"] },
    { ...HTTPS, addressType: "dualstack" },
  ],
  ["neither, in plain HTTP", {}, { ...PLAIN_HTTP, addressType: "ipv4" }],
])("with %s, ports, ranges and addresses are open as they are to be", (_, values, expected) => {
  // Port 443 is open only while something listens there, and every plan warns while HTTPS is off.
  expect(evaluated(values)).toEqual(expected);
});

describe("the load balancer", () => {
  it("drops what may confuse it or the application, and resists deletion", () => {
    expect(alb).toMatchObject({
      drop_invalid_header_fields: true,
      desync_mitigation_mode: "defensive",
      enable_deletion_protection: "${var.deletion_protection}",
    });
  });

  it("starts once it can write its access logs and reach the internet", () => {
    expect(alb.access_logs).toEqual({ bucket: "${aws_s3_bucket.edge_access_logs.id}", enabled: true });
    expect(alb.depends_on).toEqual(
      expect.arrayContaining([
        "aws_s3_bucket_policy.edge_access_logs_policy",
        "aws_route.network_public_ipv4",
      ]),
    );
  });

  it("lets only load balancers of this account deliver access logs", () => {
    const statements = edge.evaluatedStatements("aws_s3_bucket_policy.edge_access_logs_policy");
    expect(Object.keys(statements).sort()).toEqual(["DeliverAccessLogs", "DenyPlainHttp"]);
    expect(statements.DeliverAccessLogs).toMatchObject({
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: ["s3:PutObject"],
      Resource: [`aws_s3_bucket.edge_access_logs.arn/AWSLogs/${ACCOUNT}/*`],
    });
  });
});

describe("the listeners", () => {
  it("speak only TLS 1.2 and 1.3", () => {
    expect(edge.resource("aws_lb_listener.edge_https").ssl_policy).toMatch(
      /^ELBSecurityPolicy-TLS13-1-2-Res-/,
    );
  });

  it("redirect port 80 for good", () => {
    const [action] = edge.resource("aws_lb_listener.edge_http").default_action as [Record<string, unknown>];
    expect(action.dynamic).toMatchObject({
      redirect: [{ content: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } }],
    });
  });

  it("are two, so that no two compete for a port while a certificate is added", () => {
    const ports = Object.values(edge.resources("aws_lb_listener")).map(({ port }) => port);
    expect(ports.sort()).toEqual([443, 80]);
  });

  it("tell which rule shows the page of maintenance: the one where OpenEMR is served", () => {
    const outputs = JSON.parse(edge.text).output as Record<string, { value: string }>;
    expect(outputs.maintenance_page_rule_arn!.value).toContain(
      "? aws_lb_listener_rule.edge_https_maintenance_page[0].arn : aws_lb_listener_rule.edge_http_maintenance_page.arn",
    );
  });

  it("refuse a certificate of another region or account, and say which", () => {
    const { lifecycle } = edge.resource("aws_lb_listener.edge_https") as {
      lifecycle: { precondition: Array<{ condition: string; error_message: string }> };
    };
    const isAccepted = (region: string, account: string) =>
      evaluateExpressions(
        edge.evaluable,
        { region: "us-east-1", certificate_arn: `arn:aws:acm:${region}:${account}:certificate/1` },
        lifecycle.precondition.map(({ condition }) =>
          withoutResources(condition, {
            "data.aws_caller_identity.installation_account.account_id": "123456789012",
          }),
        ),
      );
    expect([
      isAccepted("us-east-1", "123456789012"),
      isAccepted("us-west-2", "123456789012"),
      isAccepted("us-east-1", "210987654321"),
    ]).toEqual([
      [true, true],
      [false, true],
      [true, false],
    ]);
    for (const { error_message } of lifecycle.precondition) {
      expect(error_message).toMatch(
        /^certificate_arn is \$\{jsonencode\(var\.certificate_arn\)\}, but must be /,
      );
    }
  });
});

describe("the security group of the load balancer", () => {
  it("admits the ranges of the operator and nobody else", () => {
    const rules = edge.resources("aws_vpc_security_group_ingress_rule");
    expect(Object.keys(rules).sort()).toEqual([
      "edge_ipv4_http",
      "edge_ipv4_https",
      "edge_ipv6_http",
      "edge_ipv6_https",
    ]);
    const ranges = evaluateExpressions(
      edge.evaluable,
      {
        ...{ region: "us-east-1", certificate_arn: CERTIFICATE },
        ...{ security_group_ip_range_ipv4: RANGES, security_group_ip_range_ipv6: ["2001:db8::/32"] },
      },
      Object.values(rules).map(({ for_each }) => for_each),
    );
    for (const [i, [id, rule]] of Object.entries(rules).entries()) {
      const family = id.includes("ipv4") ? "ipv4" : "ipv6";
      expect(rule[`cidr_${family}`]).toBe("${each.key}");
      expect(ranges[i]).toEqual(family === "ipv4" ? RANGES : ["2001:db8::/32"]);
      expect(rule.description).toBeTruthy();
    }
  });

  it("lets nothing out by itself", () => {
    expect(edge.resources("aws_vpc_security_group_egress_rule")).toEqual({});
  });
});

describe("the target group", () => {
  it("notices a dead task within minutes and does not depend on the database", () => {
    const { health_check } = edge.resource("aws_lb_target_group.edge_targets") as {
      health_check: {
        path: string;
        matcher: string;
        interval: number;
        timeout: number;
        unhealthy_threshold: number;
      };
    };
    expect(health_check).toMatchObject({ path: "/task-health", matcher: "200", protocol: "HTTPS" });
    expect(health_check.interval).toBeLessThanOrEqual(60);
    expect(health_check.timeout).toBeLessThan(health_check.interval);
    expect(health_check.interval * health_check.unhealthy_threshold).toBeLessThanOrEqual(300);
  });
});
