import { CERTIFICATE, TEAMS_CHANNEL } from "../../../support/toggles";
import type { BadValue } from "../../../support/value-examples";

const EVERYBODY = { security_group_ip_range_ipv4: ["0.0.0.0/0"], aurora_minimum_capacity: 0.5 };

const NAMED = { certificate_arn: CERTIFICATE, host_name: "emr.example.org" };

const INTERNAL = { internal_load_balancer: true };

export const BAD_VALUES: readonly BadValue[] = [
  ["enable_probe", true, "false with internal_load_balancer", { ...EVERYBODY, ...NAMED, ...INTERNAL }],
  ["alarm_email_addresses", ["operations"], "a list of e-mail addresses"],
  ["security_alarm_groups", ["root"], "a list of sign-in, guards, denied, policies, network"],
  ["monthly_budget_usd", 0, "more than 0"],
  ["monthly_budget_usd", 500, "null without monitoring", { enable_monitoring: false }],
  ["enable_guardduty", true, "false without monitoring", { enable_monitoring: false }],
  ["slack_channel", "C0123ABCDEF", "the ids of a workspace and of a channel"],
  ["slack_channel", "T0123/C0123", "null without monitoring", { enable_monitoring: false }],
  ["teams_channel", "https://teams.microsoft.com/l/team/19%3A", "the link to a channel of Teams"],
  ["teams_channel", TEAMS_CHANNEL, "null without monitoring", { enable_monitoring: false }],
  ["enable_probe", true, "false without monitoring", { ...EVERYBODY, ...NAMED, enable_monitoring: false }],
  [
    "enable_probe",
    true,
    "false without HTTPS",
    { ...EVERYBODY, certificate_arn: null, host_name: null, allow_plain_http: true },
  ],
  ["enable_probe", true, "false without a name", { ...EVERYBODY, ...NAMED, host_name: null }],
  [
    "enable_probe",
    true,
    "false unless security_group_ip_range_ipv4 has 0.0.0.0/0",
    { ...EVERYBODY, ...NAMED, security_group_ip_range_ipv4: ["203.0.113.0/24"] },
  ],
  [
    "enable_probe",
    true,
    "false with aurora_minimum_capacity = 0",
    { ...EVERYBODY, ...NAMED, aurora_minimum_capacity: 0 },
  ],
];
