/** A group of rules that AWS writes and keeps current. */
export interface ManagedRuleGroup {
  /** Part of the names of rule and metric in this web ACL. */
  readonly id: string;
  /** AWS's name of the group. */
  readonly name: string;
  /** Rules of the group, as AWS's documentation lists them (AWS WAF Developer Guide, rule groups list). */
  readonly rules: readonly string[];
}

/**
 * The groups in use. Their rules are listed because WAF ignores an override of a rule that it does not know
 * without saying so; here it is refused.
 */
export const MANAGED_RULE_GROUPS: readonly ManagedRuleGroup[] = [
  {
    id: "common",
    name: "AWSManagedRulesCommonRuleSet",
    rules: [
      "NoUserAgent_HEADER",
      "UserAgent_BadBots_HEADER",
      "SizeRestrictions_QUERYSTRING",
      "SizeRestrictions_Cookie_HEADER",
      "SizeRestrictions_BODY",
      "SizeRestrictions_URIPATH",
      "EC2MetaDataSSRF_BODY",
      "EC2MetaDataSSRF_COOKIE",
      "EC2MetaDataSSRF_URIPATH",
      "EC2MetaDataSSRF_QUERYARGUMENTS",
      "GenericLFI_QUERYARGUMENTS",
      "GenericLFI_URIPATH",
      "GenericLFI_BODY",
      "RestrictedExtensions_URIPATH",
      "RestrictedExtensions_QUERYARGUMENTS",
      "GenericRFI_QUERYARGUMENTS",
      "GenericRFI_BODY",
      "GenericRFI_URIPATH",
      "CrossSiteScripting_COOKIE",
      "CrossSiteScripting_QUERYARGUMENTS",
      "CrossSiteScripting_BODY",
      "CrossSiteScripting_URIPATH",
    ],
  },
  {
    id: "known-bad-inputs",
    name: "AWSManagedRulesKnownBadInputsRuleSet",
    rules: [
      "JavaDeserializationRCE_HEADER",
      "JavaDeserializationRCE_BODY",
      "JavaDeserializationRCE_URIPATH",
      "JavaDeserializationRCE_QUERYSTRING",
      "Host_localhost_HEADER",
      "PROPFIND_METHOD",
      "ExploitablePaths_URIPATH",
      "Log4JRCE_HEADER",
      "Log4JRCE_QUERYSTRING",
      "Log4JRCE_BODY",
      "Log4JRCE_URIPATH",
      "ReactJSRCE_BODY",
    ],
  },
  {
    id: "sql-injection",
    name: "AWSManagedRulesSQLiRuleSet",
    rules: [
      "SQLi_QUERYARGUMENTS",
      "SQLiExtendedPatterns_QUERYARGUMENTS",
      "SQLi_BODY",
      "SQLiExtendedPatterns_BODY",
      "SQLi_COOKIE",
      "SQLi_URIPATH",
    ],
  },
  {
    id: "ip-reputation",
    name: "AWSManagedRulesAmazonIpReputationList",
    rules: ["AWSManagedIPReputationList", "AWSManagedReconnaissanceList", "AWSManagedIPDDoSList"],
  },
];

/** Every rule of AWS's that an operator can override. */
export const MANAGED_RULES: readonly string[] = MANAGED_RULE_GROUPS.flatMap(({ rules }) => rules);

/** Actions that a rule of a managed group can be given in place of its own. */
export const RULE_ACTIONS: readonly string[] = ["allow", "block", "count", "captcha", "challenge"];
