import { list, protection, text, value } from "../fact";
import type { Kinds } from "../kind";
import { webFirewallFacts } from "./web-firewall";

export const edgeKinds: Kinds = {
  aws_lb: {
    one: "load balancer",
    facts: [
      (resource) => (resource.get("internal") === true ? { text: "internal" } : { text: "internet-facing" }),
      protection("access_logs.0.enabled", "access logs", "no access logs"),
      protection("enable_deletion_protection", "deletion protection", "no deletion protection"),
      protection("drop_invalid_header_fields", "drops invalid headers", "keeps invalid headers"),
    ],
  },
  aws_lb_listener: {
    one: "listener",
    facts: [
      (resource) => {
        const redirect = resource.get("default_action.0.type") === "redirect";
        const plain = resource.text("protocol") === "HTTP";
        const where = [resource.text("protocol"), resource.text("port")].filter(Boolean).join(" ");
        if (redirect) {
          return {
            text: `${where} redirects to ${resource.text("default_action.0.redirect.0.protocol") ?? "HTTPS"}`,
          };
        }
        return plain ? { text: `${where}, not encrypted`, weak: true } : { text: where };
      },
      value("ssl_policy"),
    ],
  },
  aws_lb_target_group: {
    one: "target group",
    facts: [
      text((resource) => [resource.text("protocol"), resource.text("port")].filter(Boolean).join(" ")),
      value("health_check.0.path", "health check"),
    ],
  },
  aws_wafv2_web_acl: { one: "web firewall", facts: webFirewallFacts },
  aws_acm_certificate: {
    one: "certificate",
    facts: [value("domain_name"), list("subject_alternative_names")],
  },
  aws_route53_record: { one: "DNS record", facts: [value("type"), value("name")] },
  aws_globalaccelerator_accelerator: { one: "accelerator", facts: [protection("enabled", "on", "off")] },
  aws_acm_certificate_validation: { one: "certificate validation" },
  aws_globalaccelerator_endpoint_group: { one: "accelerator endpoint group" },
  aws_globalaccelerator_listener: { one: "accelerator listener" },
  aws_wafv2_web_acl_association: { one: "firewall association", partOf: "aws_wafv2_web_acl", facts: [] },
  aws_wafv2_web_acl_logging_configuration: {
    one: "firewall log setting",
    partOf: "aws_wafv2_web_acl",
    facts: [text(() => "logged")],
  },
};
