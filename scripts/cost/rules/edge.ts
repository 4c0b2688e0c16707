import { type PlannedResource, UNKNOWN } from "../../plan/resource";
import { each, type Rules } from "../rule";

const MANAGED = "managed_rule_group_statement";

/** Load balancer, firewall, accelerator and DNS. */
export const edgeRules: Rules = {
  aws_lb: {
    charges: [
      each("Load balancer", "load_balancer_hour", {
        count: (balancer) => (isApplication(balancer) ? 1 : undefined),
      }),
      each("Public IPv4 addresses", "public_ipv4_hour", {
        // One in each of its subnets.
        count: (balancer, stack) =>
          balancer.get("internal") === true
            ? 0
            : (stack.length(balancer, "subnets") ?? stack.length(balancer, "subnet_mapping")),
      }),
    ],
    usage: [
      {
        what: "Load balancer capacity",
        price: "load_balancer_capacity_hours",
        usage: "load_balancer_capacity_hours",
      },
    ],
  },
  aws_globalaccelerator_accelerator: {
    charges: [
      each("Global Accelerator", "global_accelerator_hour"),
      each("Public IPv4 addresses", "public_ipv4_hour", { count: () => 2 }),
    ],
    notes: ["What Global Accelerator asks for each GB on top of the traffic to the internet."],
  },
  aws_wafv2_web_acl: {
    charges: [
      each("Firewall", "waf_acl_month"),
      each("Firewall rules", "waf_rule_month", { count: (acl) => countRules(acl, false) }),
      each("Managed rule groups", "waf_rule_month", { count: (acl) => countRules(acl, true) }),
    ],
    usage: [{ what: "Requests through the firewall", price: "waf_requests", usage: "requests_per_month" }],
  },
};

function isApplication(balancer: PlannedResource): boolean {
  return (balancer.get("load_balancer_type") ?? "application") === "application";
}

function countRules(acl: PlannedResource, managed: boolean): number | undefined {
  if (acl.get("rule") === UNKNOWN) return undefined;
  const rules = Array.from({ length: acl.size("rule") }, (_, i) => `rule.${i}.statement.0.${MANAGED}`);
  return rules.filter((statement) => acl.size(statement) > 0 === managed).length;
}
