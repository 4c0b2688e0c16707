import { list, protection, text, value } from "../fact";
import type { Details } from "../kind";
import { webFirewallFacts } from "./web-firewall";

export const edgeKinds: Details = {
  aws_lb: {
    facts: [
      (resource) => (resource.get("internal") === true ? { text: "internal" } : { text: "internet-facing" }),
      protection("access_logs.0.enabled", "access logs", "no access logs"),
      protection("enable_deletion_protection", "deletion protection", "no deletion protection"),
      protection("drop_invalid_header_fields", "drops invalid headers", "keeps invalid headers"),
    ],
  },
  aws_lb_listener: {
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
  aws_lb_listener_rule: {
    facts: [
      text((resource) => resource.text("action.0.type")),
      value("action.0.fixed_response.0.status_code", "answers"),
      list("condition.0.path_pattern.0.values"),
    ],
  },
  aws_lb_target_group: {
    facts: [
      text((resource) => [resource.text("protocol"), resource.text("port")].filter(Boolean).join(" ")),
      value("health_check.0.path", "health check"),
    ],
  },
  aws_wafv2_web_acl: { facts: webFirewallFacts },
  aws_acm_certificate: {
    facts: [value("domain_name"), list("subject_alternative_names")],
  },
  aws_route53_record: { facts: [value("type"), value("name")] },
  aws_globalaccelerator_accelerator: { facts: [protection("enabled", "on", "off")] },
  aws_wafv2_web_acl_association: { partOf: "aws_wafv2_web_acl", facts: [] },
  aws_wafv2_web_acl_logging_configuration: {
    partOf: "aws_wafv2_web_acl",
    facts: [text(() => "logged")],
  },
};
