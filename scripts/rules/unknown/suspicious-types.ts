import { isDescribed } from "../../plan/kinds";
import type { PlannedResource } from "../../plan/resource";

/** Subjects of which a change is suspicious until a rule says otherwise, and what it can do. */
const SUBJECTS: ReadonlyArray<readonly [types: RegExp, why: string]> = [
  [/^aws_(iam|identitystore|ssoadmin|cognito|accessanalyzer|organizations)_/, "It decides who can do what."],
  [
    /^aws_(wafv2|waf|wafregional|shield|fms|networkfirewall)_|security_group|network_acl/,
    "It decides what reaches the application, and what leaves it.",
  ],
  [
    /^aws_(route53|route53domains|acm|acmpca|service_discovery)_/,
    "It decides to whom a name leads, and who can act in that name.",
  ],
  [/^aws_(ses|sesv2|sns|pinpoint|chatbot)_/, "It decides who gets mail and messages."],
  [/^aws_kms_/, "What is encrypted with the key is readable, or lost, by it."],
  [/^aws_(backup|dlm|fsx_backup|drs)_|snapshot|_backup_|restore/, "It decides what can be brought back."],
  [
    /^aws_(cloudtrail|config|guardduty|securityhub|inspector2|macie2|detective)|log|metric_alarm|query_definition/,
    "It decides what can be found out afterwards, and who is called.",
  ],
  [
    /peering|transit_gateway|_vpn_|_ram_|replication|_share|_grant|subscription|access_key|access_point|cross_account|_dx_|directconnect|datasync|_transfer_|_dms_|firehose|kinesis|data_exchange|event_bus|event_destination/,
    "Data can leave the account or the region by it.",
  ],
  [/lifecycle_configuration$|lifecycle_policy$/, "It decides when something is deleted."],
  [/^aws_secretsmanager_|^aws_ssm_parameter|password|private_key/, "Passwords depend on it."],
  [
    /_policy$|_policy_attachment$|_acl$|_permission$|public_access|ownership_controls/,
    "It decides who can do what.",
  ],
];

const SUSPICIOUS_PATH =
  /(^|[._])(policy|policies|role|roles|principal|principals|grant|account|accounts|region|destination|endpoint|endpoints|url|uri|domain|host|hosts|cidr|cidrs|public|password|secret|secrets|credential|credentials|key|keys|kms|encrypted|encryption|image|command|user|security|subnet|subnets|log|logs|logging|backup|snapshot|retention|recipients|email|replica)(?=[._]|$)/i;

/** Why a change of a resource is suspicious; `undefined` where nothing says so. */
export function suspicionOf(resource: PlannedResource, patterns: readonly string[]): string | undefined {
  const subject = SUBJECTS.find(([types]) => types.test(resource.type));
  if (subject) return subject[1];
  if (!isDescribed(resource.type)) return "Nobody has described this type of resource to the review yet.";
  return patterns.some((pattern) => SUSPICIOUS_PATH.test(pattern.replace(/([a-z])([A-Z])/g, "$1_$2")))
    ? "By its name it decides where data goes, or who can reach it."
    : undefined;
}
