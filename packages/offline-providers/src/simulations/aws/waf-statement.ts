import type { CtyType } from "../../cty/types";
import { attribute, block, type Member, type Members } from "../../schema/model";
import { managedRuleGroupConfigs } from "./waf-managed-rule-groups";

/** How deep statements may stand in statements: Terraform schemas cannot recurse. */
const DEPTH = 3;

/**
 * The block `statement` of a WAF rule. It is the only part of the AWS schema written down here: the generated
 * classes leave it open (`any`), because it contains itself.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl#statement-block
 */
export function wafStatement(): Member {
  const outermost = [managedRuleGroup(), rateBased(), ruleGroupReference()];
  return block("statement", [...outermost, ...nestable(DEPTH)], { required: true });
}

/** Statements that may stand in another statement. */
function nestable(depth: number): Members {
  if (depth === 1) return simpleStatements();
  const inner = block("statement", nestable(depth - 1), { required: true, maxItems: 0 });
  const compound = ["and_statement", "or_statement", "not_statement"].map((name) => block(name, [inner]));
  return [...compound, ...simpleStatements()];
}

function simpleStatements(): Members {
  return [
    block("asn_match_statement", [required("asn_list", ["list", "number"]), forwardedIp()]),
    block("geo_match_statement", [required("country_codes", ["list", "string"]), forwardedIp()]),
    block("ip_set_reference_statement", [
      required("arn"),
      block("ip_set_forwarded_ip_config", [
        required("fallback_behavior"),
        required("header_name"),
        required("position"),
      ]),
    ]),
    block("label_match_statement", [required("key"), required("scope")]),
    inspecting("byte_match_statement", required("positional_constraint"), required("search_string")),
    inspecting("regex_match_statement", required("regex_string")),
    inspecting("regex_pattern_set_reference_statement", required("arn")),
    inspecting("size_constraint_statement", required("comparison_operator"), required("size", "number")),
    inspecting("sqli_match_statement", optional("sensitivity_level")),
    inspecting("xss_match_statement"),
  ];
}

/** A statement that looks at a part of the request. */
function inspecting(name: string, ...own: Member[]): Member {
  return block(name, [...own, fieldToMatch(), textTransformations()]);
}

function fieldToMatch(): Member {
  const oversize = optional("oversize_handling");
  const fallback = required("fallback_behavior");
  const patterns = (...names: string[]) => [
    ...names.map((name) => optional(name, ["list", "string"])),
    block("all", []),
  ];
  return block("field_to_match", [
    block("all_query_arguments", []),
    block("body", [oversize]),
    block("cookies", [
      required("match_scope"),
      required("oversize_handling"),
      block("match_pattern", patterns("excluded_cookies", "included_cookies"), {
        required: true,
        maxItems: 0,
      }),
    ]),
    block("header_order", [required("oversize_handling")], { maxItems: 0 }),
    block(
      "headers",
      [
        required("match_scope"),
        required("oversize_handling"),
        block("match_pattern", patterns("excluded_headers", "included_headers"), { required: true }),
      ],
      { maxItems: 0 },
    ),
    block("ja3_fingerprint", [fallback]),
    block("ja4_fingerprint", [fallback]),
    block("json_body", [
      optional("invalid_fallback_behavior"),
      required("match_scope"),
      oversize,
      block("match_pattern", patterns("included_paths"), { required: true }),
    ]),
    block("method", []),
    block("query_string", []),
    block("single_header", [required("name")]),
    block("single_query_argument", [required("name")]),
    block("uri_fragment", [attribute("fallback_behavior", "string", { optional: true, computed: true })]),
    block("uri_path", []),
  ]);
}

function rateBased(): Member {
  const key = (name: string) => block(name, [required("name"), textTransformations()]);
  return block("rate_based_statement", [
    optional("aggregate_key_type"),
    optional("evaluation_window_sec", "number"),
    required("limit", "number"),
    block(
      "custom_key",
      [
        ...["cookie", "header", "query_argument"].map(key),
        ...["query_string", "uri_path"].map((name) => block(name, [textTransformations()])),
        ...["forwarded_ip", "http_method", "ip"].map((name) => block(name, [])),
        ...["ja3_fingerprint", "ja4_fingerprint"].map((name) => block(name, [required("fallback_behavior")])),
        block("asn", []),
        block("label_namespace", [required("namespace")]),
      ],
      { maxItems: 5 },
    ),
    forwardedIp(),
    scopeDown(),
  ]);
}

function managedRuleGroup(): Member {
  return block("managed_rule_group_statement", [
    required("name"),
    required("vendor_name"),
    optional("version"),
    managedRuleGroupConfigs(),
    ruleActionOverride(),
    scopeDown(),
  ]);
}

function ruleGroupReference(): Member {
  return block("rule_group_reference_statement", [required("arn"), ruleActionOverride()]);
}

function scopeDown(): Member {
  return block("scope_down_statement", nestable(DEPTH - 1));
}

function ruleActionOverride(): Member {
  const header = [required("name"), required("value")];
  const handling = block("custom_request_handling", [
    block("insert_header", header, { nesting: "set", required: true, maxItems: 0 }),
  ]);
  const response = block("custom_response", [
    optional("custom_response_body_key"),
    required("response_code", "number"),
    block("response_header", header, { nesting: "set", maxItems: 0 }),
  ]);
  const actions = ["allow", "captcha", "challenge", "count"].map((name) => block(name, [handling]));
  return block(
    "rule_action_override",
    [required("name"), block("action_to_use", [...actions, block("block", [response])], { required: true })],
    { maxItems: 100 },
  );
}

function textTransformations(): Member {
  const members = [required("priority", "number"), required("type")];
  return block("text_transformation", members, { nesting: "set", required: true, maxItems: 0 });
}

function forwardedIp(): Member {
  return block("forwarded_ip_config", [required("fallback_behavior"), required("header_name")]);
}

function required(name: string, type: CtyType = "string"): Member {
  return attribute(name, type, { required: true });
}

function optional(name: string, type: CtyType = "string"): Member {
  return attribute(name, type, { optional: true });
}
