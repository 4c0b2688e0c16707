import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener, type LbListenerDefaultAction } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { PrivateBucket } from "../aws/private-bucket";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { Check } from "../terraform/check";
import { DestroyGuard } from "../terraform/destroy-guard";
import { blocksWhen, verbatim } from "../terraform/dynamic-block";
import { asString, hasItems, tf, tfString, type Value } from "../terraform/expression";
import { Each, select, Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";
import type { Https } from "./https";
import { MaintenancePage } from "./maintenance-page";

/**
 * TLS 1.2 and 1.3 with forward secrecy, and a key exchange that recorded traffic does not lose to a quantum
 * computer where the browser knows it. Elastic Load Balancing recommends it; its default still allows TLS 1.0.
 */
const SECURITY_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** A task answers it with 200 while it serves, and also while it installs or upgrades and shows a page that says so. */
const HEALTH_PATH = "/task-health";

export interface LoadBalancerProps {
  readonly installation: Installation;
  readonly network: Network;
  readonly https: Https;
  /** IPv4 ranges that may connect; any other address reaches no listener. */
  readonly ipv4Ranges: Value<readonly string[]>;
  /** IPv6 ranges that may connect; the load balancer has IPv6 addresses only with one. */
  readonly ipv6Ranges: Value<readonly string[]>;
  /** Days for which access logs are kept. */
  readonly accessLogRetentionDays: Value<number>;
}

/**
 * The one way in, from the internet or, where it is internal, from networks that reach the VPC. With HTTPS, port 80
 * redirects to it; without, port 80 serves, which the operator has to allow by name. Who may connect to the targets is
 * said by the application's `Connection`.
 */
export class LoadBalancer extends Construct {
  readonly alb: Lb;
  readonly targetGroup: LbTargetGroup;
  readonly securityGroup: SecurityGroup;
  readonly accessLogs: PrivateBucket;
  /** A service registers targets only after these exist: ECS refuses a target group that no listener uses. */
  readonly listeners: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { installation, network, https, ipv6Ranges } = props;
    const { internal, zones } = network.loadBalancer;
    this.securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "load-balancer",
      description: "Load balancer of OpenEMR",
    });
    this.accessLogs = new PrivateBucket(this, "access_logs", {
      installation,
      name: "alb-logs",
      expireAfterDays: props.accessLogRetentionDays,
      statements: ({ bucket }) => [
        {
          sid: "DeliverAccessLogs",
          principals: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          actions: ["s3:PutObject"],
          // The account in the path is what keeps other accounts' load balancers out, by the documentation of
          // Elastic Load Balancing; it documents no condition key for this principal.
          resources: [`${bucket}/AWSLogs/${installation.accountId}/*`],
        },
      ],
    });
    this.alb = new Lb(this, "Default", {
      name: installation.names.of("alb", "load-balancer"),
      loadBalancerType: "application",
      internal,
      ipAddressType: select(hasItems(ipv6Ranges), "dualstack", "ipv4").asString,
      subnets: network.loadBalancer.subnetIds,
      securityGroups: [this.securityGroup.id],
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      // Large reports take minutes before their first byte. Tasks close each connection after its answer and say so
      // (`KeepAlive Off`), so that the load balancer never sends a request into one that is being closed.
      idleTimeout: 300,
      enableDeletionProtection: installation.deletionProtection,
      accessLogs: { bucket: this.accessLogs.bucket.id, enabled: true },
      dependsOn: [this.accessLogs.policy, ...network.internetRoutes],
      lifecycle: {
        precondition: [
          {
            // One whose zone has no node of the load balancer gets no requests.
            condition: tf`length(setsubtract(${network.privateSubnetZones}, ${zones})) == 0`,
            errorMessage: `public_subnet_ids has subnets in ${tf`join(", ", ${zones})`}, but tasks are in ${tf`join(", ", ${network.privateSubnetZones})`} and get requests only from a load balancer in their zone. Give a public subnet in each of these.`,
          },
          {
            condition: tf`!(${hasItems(ipv6Ranges)}) || ${network.loadBalancer.haveIpv6}`,
            errorMessage:
              "security_group_ip_range_ipv6 is not empty, but a subnet of public_subnet_ids has no IPv6 range. Give it one, or empty security_group_ip_range_ipv6.",
          },
        ],
      },
    });
    // A fixed name: whatever replaces a target group (port, protocol, kind of target, VPC) is constant here.
    this.targetGroup = new LbTargetGroup(this, "targets", {
      name: installation.names.of("web", "target-group"),
      vpcId: network.vpcId,
      targetType: "ip",
      protocol: "HTTPS",
      port: 443,
      // Requests that are under way when a task stops have this long to end: 100 MB at 8 Mbit/s take 100 seconds.
      deregistrationDelay: "120",
      // Sessions are in the cache that all tasks share.
      stickiness: { enabled: false, type: "lb_cookie" },
      healthCheck: {
        protocol: "HTTPS",
        // It does not ask the database: else an outage of the database would have every task stopped and started,
        // and a paused one would never rest.
        path: HEALTH_PATH,
        matcher: "200",
        // A task that does not answer anybody ends itself, and leaves the target group. This is for one that cannot even
        // do that, and lasts: while more people ask than a task has workers, the question waits behind theirs, and to
        // stop such a task would only give its people to the others.
        interval: 30,
        timeout: 25,
        healthyThreshold: 2,
        unhealthyThreshold: 10,
      },
    });
    this.listeners = this.listen(https);
    this.allowFrom("ipv4", props.ipv4Ranges, https);
    this.allowFrom("ipv6", ipv6Ranges, https);
    declareOutput(
      this,
      "load_balancer_dns_name",
      "Name to point a DNS record at, where neither route53_domain does that nor the accelerator is on.",
      this.alb.dnsName,
    );
    // AWS replaces it for that, after its listeners, and refuses to delete a protected one when they are gone already.
    new DestroyGuard(this, "scheme_guard", {
      refuses: installation.deletionProtection,
      unchanged: tfString`tostring(${internal})`,
      message:
        "deletion_protection is true, so the load balancer stays. Set internal_load_balancer back. It is made anew for another value, which takes minutes in which nobody can sign in: set deletion_protection to false, deploy, and then change internal_load_balancer.",
      within: this,
    });
    new Check(this, "plain_http", {
      condition: https.enabled,
      warning:
        "The application is served over plain HTTP, so passwords and patient records cross the network unencrypted. Set route53_domain or certificate_arn, and allow_plain_http = false, before anyone enters real data.",
    });
  }

  private listen(https: Https): ITerraformDependable[] {
    const withHttps = new Toggle(this, "https", https.enabled);
    const secure = new LbListener(withHttps, "Default", {
      loadBalancerArn: this.alb.arn,
      protocol: "HTTPS",
      port: 443,
      sslPolicy: SECURITY_POLICY,
      certificateArn: asString(https.certificateArn),
      defaultAction: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
      lifecycle: { precondition: [...https.preconditions] },
    });
    // One listener in both modes: two would compete for port 80 while an apply changes from one to the other.
    const plain = new LbListener(this, "http", {
      loadBalancerArn: this.alb.arn,
      protocol: "HTTP",
      port: 80,
      defaultAction: [
        verbatim<LbListenerDefaultAction>({
          type: select(https.enabled, "redirect", "forward"),
          target_group_arn: select(https.enabled, null, this.targetGroup.arn),
          ...blocksWhen(
            { redirect: https.enabled },
            { redirect: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } },
          ),
        }),
      ],
      // Nobody is sent to port 443 before something listens there: a certificate takes minutes.
      dependsOn: [secure],
    });
    // One for each listener: a rule that moved from one to the other would be replaced.
    const securePage = new MaintenancePage(withHttps, "maintenance_page", { listenerArn: secure.arn });
    const plainPage = new MaintenancePage(this, "http_maintenance_page", { listenerArn: plain.arn });
    declareOutput(
      this,
      "maintenance_page_rule_arn",
      "Rule of the load balancer that shows a page while OpenEMR is stopped. npm run stop and start change its paths.",
      withHttps.select(securePage.ruleArn, plainPage.ruleArn),
    );
    return [secure, plain];
  }

  /** Lets ranges of addresses connect to the ports that are listened on. */
  private allowFrom(family: "ipv4" | "ipv6", ranges: Value<readonly string[]>, https: Https): void {
    const given = new Each(this, family, ranges);
    const withHttps = new Toggle(given, "https", https.enabled);
    const address = given.key.asString;
    const rule = {
      securityGroupId: this.securityGroup.id,
      ipProtocol: "tcp",
      ...(family === "ipv4" ? { cidrIpv4: address } : { cidrIpv6: address }),
    };
    new VpcSecurityGroupIngressRule(withHttps, "Default", {
      ...rule,
      fromPort: 443,
      toPort: 443,
      description: "HTTPS from the allowed range",
    });
    new VpcSecurityGroupIngressRule(given, "http", {
      ...rule,
      fromPort: 80,
      toPort: 80,
      description: "HTTP from the allowed range; redirected where HTTPS is on",
    });
  }
}
