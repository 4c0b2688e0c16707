import type { CtyType } from "../../cty/types";
import { attribute, block, type Member, type Members } from "../../schema/model";

/** The block `managed_rule_group_configs`: settings of the rule groups that watch bots, sign-ups and logins. */
export function managedRuleGroupConfigs(): Member {
  return block(
    "managed_rule_group_configs",
    [
      optional("login_path"),
      optional("payload_type"),
      identified("password_field"),
      identified("username_field"),
      block("aws_managed_rules_bot_control_rule_set", [
        optional("enable_machine_learning", "bool"),
        required("inspection_level"),
      ]),
      block("aws_managed_rules_anti_ddos_rule_set", [
        required("sensitivity_to_block"),
        block("client_side_action_config", [
          block("challenge", [
            required("usage_of_action"),
            optional("sensitivity"),
            block("exempt_uri_regular_expression", [required("regex_string")], { maxItems: 5 }),
          ]),
        ]),
      ]),
      block("aws_managed_rules_acfp_rule_set", [
        required("creation_path"),
        required("registration_page_path"),
        regexInPath(),
        block("request_inspection", signUpFields(), { required: true }),
        responseInspection(),
      ]),
      block("aws_managed_rules_atp_rule_set", [
        required("login_path"),
        regexInPath(),
        block("request_inspection", [
          required("payload_type"),
          identified("password_field", true),
          identified("username_field", true),
        ]),
        responseInspection(),
      ]),
    ],
    { maxItems: 0 },
  );
}

function signUpFields(): Members {
  return [
    required("payload_type"),
    block("address_fields", [required("identifiers", ["list", "string"])]),
    block("phone_number_fields", [required("identifiers", ["list", "string"])]),
    identified("email_field"),
    identified("password_field"),
    identified("username_field"),
  ];
}

function responseInspection(): Member {
  const results = (what: string, type: CtyType = "string") => [
    required(`failure_${what}`, ["set", type]),
    required(`success_${what}`, ["set", type]),
  ];
  return block("response_inspection", [
    block("body_contains", results("strings")),
    block("header", [required("name"), ...results("values")]),
    block("json", [required("identifier"), ...results("values")]),
    block("status_code", results("codes", "number")),
  ]);
}

function identified(name: string, isRequired = false): Member {
  return block(name, [required("identifier")], { required: isRequired });
}

function regexInPath(): Member {
  return attribute("enable_regex_in_path", "bool", { optional: true, computed: true });
}

function required(name: string, type: CtyType = "string"): Member {
  return attribute(name, type, { required: true });
}

function optional(name: string, type: CtyType = "string"): Member {
  return attribute(name, type, { optional: true });
}
