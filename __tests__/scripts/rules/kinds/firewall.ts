import { FORGOTTEN, first, GONE, isNew, type Kind, more, without } from "./kind";

const ACL = "aws_wafv2_web_acl.firewall[0]";
const LOG = "aws_wafv2_web_acl_logging_configuration.firewall_logging[0]";
const COMMON = "rule[common].statement.0.managed_rule_group_statement.0";
const allowing = (name: string, priority: number, statement: object) => ({
  name,
  priority,
  action: [{ allow: [{}] }],
  override_action: [],
  statement: [statement],
});
const ANYTHING = { byte_match_statement: [{ search_string: "/", positional_constraint: "STARTS_WITH" }] };

/** The firewall of the installation with everything on counts; these changes are of one that blocks. */
export const firewall: readonly Kind[] = [
  ["the common rules go", "danger", /fewer/, ACL, { rule: without("common") }],
  [
    "the common rules count only",
    "danger",
    /only count/,
    ACL,
    { "rule[common].override_action": [{ count: [{}], none: [] }] },
  ],
  [
    "guessing passwords is counted only",
    "danger",
    /only count/,
    ACL,
    { "rule[sign-in-rate-limit].action": [{ count: [{}] }] },
  ],
  [
    "everything that begins with a slash is let through first",
    "danger",
    /allow/,
    ACL,
    { rule: first(allowing("all", 3, ANYTHING)) },
  ],
  [
    "a network is let through past the rules",
    "danger",
    /allow/,
    ACL,
    { rule: first(allowing("office", 3, { ip_set_reference_statement: [{ arn: "arn:a" }] })) },
  ],
  [
    "a rule comes after one that lets through",
    "warning",
    /order|priority|changes in a way/,
    ACL,
    { "rule[common].priority": 900 },
  ],
  [
    "one rule of the common ones counts",
    "danger",
    /managed groups/,
    ACL,
    {
      [`${COMMON}.rule_action_override`]: more({
        name: "GenericLFI_QUERYARGUMENTS",
        action_to_use: [{ count: [{}] }],
      }),
    },
  ],
  [
    "the common rules look at a part of the requests only",
    "warning",
    /another statement/,
    ACL,
    {
      [`${COMMON}.scope_down_statement`]: [ANYTHING],
    },
  ],
  [
    "the common rules stay at an old version",
    "warning",
    /another statement/,
    ACL,
    { [`${COMMON}.version`]: "Version_1.0" },
  ],
  [
    "one client may send far more",
    "warning",
    /more requests/,
    ACL,
    { "rule[rate-limit].statement.0.rate_based_statement.0.limit": 2000000 },
  ],
  [
    "one client may guess more passwords",
    "warning",
    /more requests/,
    ACL,
    { "rule[sign-in-rate-limit].statement.0.rate_based_statement.0.limit": 20000 },
  ],
  [
    "clients are counted by a header that they write",
    "warning",
    /another statement/,
    ACL,
    { "rule[rate-limit].statement.0.rate_based_statement.0.aggregate_key_type": "FORWARDED_IP" },
  ],
  [
    "clients are counted for a minute only",
    "warning",
    /another statement/,
    ACL,
    { "rule[sign-in-rate-limit].statement.0.rate_based_statement.0.evaluation_window_sec": 60 },
  ],
  [
    "commands in bodies are no longer looked for",
    "warning",
    /another statement/,
    ACL,
    {
      "rule[rewrite-command].statement.0.or_statement.0.statement": (list: unknown) =>
        (list as unknown[]).slice(0, 1),
    },
  ],
  [
    "a label that other rules ask for is another",
    "warning",
    /label|changes in a way/,
    ACL,
    { "rule[session].rule_label": [{ name: "openemr:other" }] },
  ],
  [
    "requests are sampled with what is in them",
    "warning",
    /sampl|changes in a way/,
    ACL,
    { "rule[common].visibility_config.0.sampled_requests_enabled": true },
  ],
  [
    "the firewall is no longer measured",
    "warning",
    /figures|measured|changes in a way/,
    ACL,
    { "visibility_config.0.cloudwatch_metrics_enabled": false },
  ],
  [
    "attackers get another answer",
    "warning",
    /changes in a way/,
    ACL,
    { custom_response_body: [{ key: "a", content: "<b>", content_type: "TEXT_HTML" }] },
  ],
  [
    "tokens of other domains count",
    "warning",
    /changes in a way|token/,
    ACL,
    { token_domains: ["evil.example"] },
  ],
  [
    "a managed group looks at requests of one country only",
    "danger",
    /look at a part of the requests only/,
    ACL,
    {
      "rule[common].statement.0.managed_rule_group_statement.0.scope_down_statement": [
        { geo_match_statement: [{ country_codes: ["KP"] }] },
      ],
    },
  ],
  [
    "a rule that labels is tried before all others",
    "warning",
    /has 1 rule tried in another order/,
    ACL,
    { "rule[session].priority": -1 },
  ],
  [
    "a rule gives the label of signed-in sessions",
    "warning",
    /with other labels/,
    ACL,
    { "rule[oauth-client].rule_label": [{ name: "openemr:session" }] },
  ],
  [
    "requests pass where the firewall does not answer",
    "danger",
    /when the firewall does not answer/,
    "aws_lb.edge",
    { enable_waf_fail_open: true },
  ],
  ["Terraform forgets the firewall", "warning", /is forgotten, and stays/, ACL, FORGOTTEN],
  ["the firewall is deleted", "danger", /is deleted/, ACL, GONE],
  [
    "the firewall stands before nothing",
    "danger",
    /is deleted/,
    "aws_wafv2_web_acl_association.firewall_load_balancer[0]",
    GONE,
  ],
  [
    "the firewall stands before something else",
    "danger",
    /another load balancer/,
    "aws_wafv2_web_acl_association.firewall_load_balancer[0]",
    { resource_arn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/other/1" },
  ],
  [
    "cookies are written into the firewall's log",
    "danger",
    /logs more/,
    LOG,
    { redacted_fields: (list: unknown) => (list as unknown[]).slice(1) },
  ],
  [
    "the firewall's log drops what is blocked",
    "danger",
    /log/,
    LOG,
    {
      logging_filter: [
        {
          default_behavior: "DROP",
          filter: [
            {
              behavior: "KEEP",
              requirement: "MEETS_ANY",
              condition: [{ action_condition: [{ action: "ALLOW" }] }],
            },
          ],
        },
      ],
    },
  ],
  [
    "the firewall's log goes elsewhere",
    "warning",
    /writes its log elsewhere/,
    LOG,
    { log_destination_configs: ["arn:aws:s3:::aws-waf-logs-other"] },
  ],
  ["the firewall's log is deleted", "warning", /is deleted/, LOG, GONE],
  [
    "a list of addresses is new",
    "warning",
    /is new/,
    "aws_wafv2_ip_set.firewall_office",
    isNew({ addresses: ["0.0.0.0/1"] }),
  ],
];
