import { hasPart, isGiven, isOn, partsOf, REF, type StateRule, value, where } from "../state-rule";

const BALANCER = "aws_lb";
const REDIRECT = {
  protocol: "HTTP",
  default_action: [{ type: "redirect", redirect: [{ protocol: "HTTPS" }] }],
};
const isApplication = value("load_balancer_type", (type) => type === undefined || type === "application");

/** Policies of listeners that AWS's standard recommends have TLS 1.2 or 1.3 only. */
const RECOMMENDED = /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/;

export const edge: readonly StateRule[] = [
  {
    nag: "ALBHttpDropInvalidHeaderEnabled",
    controls: ["ELB.4"],
    types: [BALANCER],
    check: isOn("drop_invalid_header_fields"),
    severity: "warning",
    says: "lets invalid headers through",
    why: "They are used to smuggle requests past the firewall.",
    bad: { values: { drop_invalid_header_fields: false } },
    good: { values: { drop_invalid_header_fields: true } },
  },
  {
    nag: "ALBHttpToHttpsRedirection",
    controls: ["ELB.1"],
    types: ["aws_lb_listener"],
    check: where(
      (listener) => listener.text("protocol") === "HTTP",
      value("default_action.0", (action) => {
        const { type, redirect } = (action ?? {}) as {
          type?: unknown;
          redirect?: Array<{ protocol?: unknown }>;
        };
        return type === "redirect" && redirect?.[0]?.protocol === "HTTPS";
      }),
    ),
    severity: "danger",
    says: "answers plain HTTP",
    why: "Passwords and patient records cross the internet in plain text.",
    bad: { values: { protocol: "HTTP", default_action: [{ type: "forward" }] } },
    good: { values: REDIRECT },
  },
  {
    nag: "ELBv2ACMCertificateRequired",
    types: ["aws_lb_listener"],
    check: where(
      (listener) =>
        listener.text("protocol") !== "HTTP" || listener.text("default_action.0.type") !== "redirect",
      isGiven("certificate_arn"),
    ),
    severity: "danger",
    says: "has no certificate",
    why: "Passwords and patient records cross the internet in plain text.",
    bad: { values: { protocol: "HTTP", default_action: [{ type: "forward" }] } },
    good: { values: { protocol: "HTTPS", certificate_arn: "arn:certificate" } },
  },
  {
    controls: ["ELB.18"],
    types: ["aws_lb_listener"],
    // AWS asks for TLS of every listener, of one as well that only sends people on to HTTPS.
    check: value("protocol", (protocol) => /^(HTTPS|TLS)$/.test(String(protocol))),
    severity: "notice",
    says: "takes plain HTTP",
    why: "The first request of a browser, with its path, crosses the internet in plain text.",
    bad: { values: REDIRECT },
    good: { values: { protocol: "HTTPS" } },
  },
  {
    controls: ["ELB.17"],
    types: ["aws_lb_listener"],
    check: where(
      (listener) => /^(HTTPS|TLS)$/.test(listener.text("protocol") ?? ""),
      value("ssl_policy", (policy) => RECOMMENDED.test(String(policy))),
    ),
    severity: "danger",
    says: "takes old versions of TLS",
    why: "TLS 1.0 and 1.1 are broken and forbidden for patient data by most rules.",
    bad: { values: { protocol: "HTTPS", ssl_policy: "ELBSecurityPolicy-2016-08" } },
    good: { values: { protocol: "HTTPS", ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" } },
  },
  {
    nag: "ELBLoggingEnabled",
    controls: ["ELB.5"],
    types: [BALANCER],
    check: isOn("access_logs.0.enabled"),
    severity: "warning",
    says: "keeps no access logs",
    why: "Nobody can find out afterwards who opened what.",
    bad: { values: { access_logs: [] } },
    good: { values: { access_logs: [{ enabled: true }] } },
  },
  {
    nag: "ELBDeletionProtectionEnabled",
    controls: ["ELB.6"],
    types: [BALANCER],
    check: isOn("enable_deletion_protection"),
    severity: "warning",
    says: "has no deletion protection",
    why: "A slip in a later plan can then take the application off the network.",
    bad: { values: { enable_deletion_protection: false } },
    good: { values: { enable_deletion_protection: true } },
  },
  {
    controls: ["ELB.12"],
    types: [BALANCER],
    check: where(
      (resource, stack) => isApplication(resource, stack) === "passed",
      value("desync_mitigation_mode", (mode) => mode !== "monitor"),
    ),
    severity: "warning",
    says: "only monitors desynchronized requests",
    why: "Such requests are used to read the answers that others get.",
    bad: { values: { desync_mitigation_mode: "monitor" } },
    good: { values: { desync_mitigation_mode: "defensive" } },
  },
  {
    controls: ["ELB.13"],
    types: [BALANCER],
    check: value(
      "subnets",
      (subnets) => subnets === undefined || (Array.isArray(subnets) && subnets.length >= 2),
    ),
    severity: "warning",
    says: "is in one zone only",
    why: "When the zone fails nobody reaches the application.",
    bad: { values: { subnets: ["subnet-1"] } },
    good: { values: { subnets: ["subnet-1", "subnet-2"] } },
  },
  {
    nag: "ALBWAFEnabled",
    controls: ["ELB.16"],
    types: [BALANCER],
    check: hasPart("aws_wafv2_web_acl_association", "resource_arn"),
    severity: "danger",
    says: "has no web firewall",
    why: "Attacks that AWS knows reach the application.",
    bad: { values: { arn: REF } },
    good: { values: { arn: REF }, parts: { aws_wafv2_web_acl_association: { resource_arn: REF } } },
  },
  {
    nag: "WAFv2LoggingEnabled",
    controls: ["WAF.11"],
    types: ["aws_wafv2_web_acl"],
    check: (acl, stack) =>
      partsOf(acl, stack, "aws_wafv2_web_acl_logging_configuration", "resource_arn").length > 0
        ? "passed"
        : "failed",
    severity: "warning",
    says: "keeps no log",
    why: "What the firewall blocks or lets through cannot be found out.",
    bad: { values: { arn: REF } },
    good: { values: { arn: REF }, parts: { aws_wafv2_web_acl_logging_configuration: { resource_arn: REF } } },
  },
  {
    controls: ["WAF.10"],
    types: ["aws_wafv2_web_acl"],
    check: (acl) => (acl.size("rule") > 0 ? "passed" : acl.has("rule") ? "unknown" : "failed"),
    severity: "danger",
    says: "has no rules",
    why: "It lets everything through.",
    bad: { values: { rule: [] } },
    good: { values: { rule: [{ name: "a" }] } },
  },
  {
    controls: ["WAF.12"],
    types: ["aws_wafv2_web_acl"],
    check: isOn("visibility_config.0.cloudwatch_metrics_enabled"),
    severity: "notice",
    says: "counts nothing",
    why: "No alarm can tell that an attack is under way.",
    bad: { values: { visibility_config: [{ cloudwatch_metrics_enabled: false }] } },
    good: { values: { visibility_config: [{ cloudwatch_metrics_enabled: true }] } },
  },
];
