import { tableArea } from "../rule";
import { changes, goesOff, goesOn, isAnother, isExchanged, isGiven, weakerWhere } from "../weaker";

/** Finds requests that take another way, and answers that others may read. */
export const requests = tableArea("Ways of requests", {
  attributeRules: [
    {
      types: ["aws_lb_listener"],
      path: "routing_http_response_access_control_allow_origin_header_value",
      weakens: isGiven,
      severity: "danger",
      says: "lets pages of other sites read its answers",
      why: "A page that somebody opens beside OpenEMR can then read records with that person's session.",
    },
    {
      types: ["aws_lb"],
      path: "xff_header_processing_mode",
      weakens: changes,
      severity: "warning",
      says: "treats the header with the client's address in another way",
      why: "OpenEMR's log and its limits then believe an address that the client has written itself.",
    },
    ...["path", "matcher", "port", "protocol", "enabled"].map(
      (name) =>
        ({
          types: ["aws_lb_target_group"],
          path: `health_check.0.${name}`,
          weakens: changes,
          severity: "warning",
          says: "asks for the health of tasks in another way",
          why: "Tasks that work are stopped, or requests go to such that cannot answer them.",
        }) as const,
    ),
    {
      types: ["aws_globalaccelerator_endpoint_group"],
      path: "endpoint_configuration.0.endpoint_id",
      weakens: isAnother,
      severity: "danger",
      says: "leads to something else",
      why: "Whatever it is gets the passwords and records that people send to these addresses.",
    },
    {
      types: ["aws_globalaccelerator_endpoint_group"],
      path: "endpoint_configuration.0.client_ip_preservation_enabled",
      weakens: goesOff,
      severity: "warning",
      says: "hides the addresses of clients",
      why: "The firewall's limits and the security group see the accelerator instead of who asks.",
    },
    ...["traffic_dial_percentage", "endpoint_configuration.0.weight"].map(
      (path) =>
        ({
          types: ["aws_globalaccelerator_endpoint_group"],
          path,
          weakens: weakerWhere(({ before, after }) => after === 0 && before !== 0),
          severity: "danger",
          harm: "interruption",
          says: "sends nobody to the application",
          why: "The addresses of the accelerator answer, and lead nowhere.",
        }) as const,
    ),
    {
      types: ["aws_lb"],
      path: "enable_waf_fail_open",
      weakens: goesOn,
      severity: "danger",
      harm: "exposure",
      says: "lets requests through when the firewall does not answer",
      why: "An attacker who keeps the firewall busy gets past it.",
    },
    {
      types: ["aws_globalaccelerator_accelerator"],
      path: "enabled",
      weakens: goesOff,
      severity: "danger",
      says: "is switched off",
      why: "Nobody reaches the application by its name any more.",
    },
    {
      types: ["aws_globalaccelerator_listener"],
      path: "port_range",
      weakens: changes,
      severity: "warning",
      says: "listens on other ports",
      why: "What was reached by a port that is gone is reached no longer, and a new one is open to everybody.",
    },
    {
      types: ["aws_vpc_endpoint"],
      path: "private_dns_enabled",
      weakens: goesOff,
      severity: "warning",
      says: "is no longer found by the service's name",
      why: "Calls of that service leave the VPC from now on, or fail.",
    },
    {
      types: ["aws_route"],
      path: "nat_gateway_id",
      weakens: isExchanged,
      severity: "warning",
      says: "leads through another NAT gateway",
      why: "Whoever has the public address of the former one on an allow list refuses the other one.",
    },
  ],
  arrivalRules: [
    {
      types: ["aws_lb_listener_rule"],
      severity: "warning",
      says: "is new, and takes requests before the listener does",
      why: "What it matches is answered by something else than OpenEMR, or past its redirection to HTTPS.",
    },
    {
      types: ["aws_lb_target_group_attachment"],
      severity: "danger",
      says: "is new, and gets requests of people",
      why: "Passwords and records go to whatever has that address.",
    },
    {
      types: [
        "aws_route53_resolver_rule",
        "aws_route53_resolver_rule_association",
        "aws_vpc_dhcp_options",
        "aws_vpc_dhcp_options_association",
      ],
      severity: "danger",
      says: "decides who is asked for names",
      why: "Whoever answers can send the application to a database of its own.",
    },
    {
      types: ["aws_efs_access_point"],
      severity: "notice",
      says: "is new, and leads to files",
      why: "The file system's policy decides who may use it, and its user decides what may be read and written.",
    },
  ],
});
