import { wrapped } from "../../terminal/layout";
import type { Answers } from "./answers";
import { type Setting, sizeNamed } from "./sizes";

/** The file of an environment, with the reason of each value. */
export function renderTfvars(name: string, answers: Answers): string {
  const { kind } = answers;
  const sections = [
    section(
      kind === "trial"
        ? "To look at OpenEMR. Never put patients' data into it: it gives up protection for its price."
        : "For patients' data: protected against deletion, with backups that stay.",
      `npm run preview -- ${name} shows what this makes, npm run cost -- ${name} what it costs.\nEvery variable, with its default, is in README.md.`,
    ),
    section("Where it runs and all data stays. Another region is another installation.", [
      ["region", answers.region],
    ]),
    section("Who can reach it, in CIDR notation. 0.0.0.0/0 is everyone.", [
      ["security_group_ip_range_ipv4", answers.allowed],
    ]),
    ...domainSection(answers),
    section(
      `How large it is: ${answers.size}, for ${sizeNamed(answers.size)!.description}.`,
      sizeNamed(answers.size)!.settings,
    ),
    ...(kind === "trial" ? TRIAL : PROTECTED),
    ...(answers.mail
      ? [
          section(
            "OpenEMR sends mail. A new account of AWS has to leave the sandbox of SES first: docs/mail.md.",
            [["configure_ses", true]],
          ),
        ]
      : []),
    ...(kind === "protected" ? toldSections(answers) : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

function toldSections({ alarms, budget }: Answers): string[] {
  return [
    alarms.length > 0
      ? section(
          "Who is told when something is wrong. Each address gets a message from AWS first, with a link to confirm.",
          [["alarm_email_addresses", alarms]],
        )
      : section(
          'Nobody is told when something is wrong. Name who looks after it: alarm_email_addresses = ["operations@example.org"]',
          "",
        ),
    section(
      "USD that a month is to cost at most. Who is told of alarms is told when it costs more; nothing is switched off. AWS counts only once Environment is a cost allocation tag: docs/monitoring.md.",
      [["monthly_budget_usd", budget]],
    ),
  ];
}

function domainSection({ domain }: Answers): string[] {
  switch (domain.kind) {
    case "route53":
      return [
        section(
          "The public hosted zone in Route 53 of this account. Certificate and DNS records are made and renewed.",
          [["route53_domain", domain.domain]],
        ),
      ];
    case "certificate":
      return [
        section(
          "The certificate of the name that people open, in the same region, and that name. Its DNS record is made by hand.",
          [
            ["certificate_arn", domain.certificateArn],
            ["host_name", domain.hostName],
          ],
        ),
      ];
    case "none":
      return [
        section("Plain HTTP, because there is no certificate. Every plan warns about it.", [
          ["allow_plain_http", true],
        ]),
      ];
  }
}

const TRIAL: readonly string[] = [
  section("Given up: the web application firewall, private subnets of the task, and alarms.", [
    ["enable_web_firewall", false],
    ["enable_nat_gateways", false],
    ["enable_monitoring", false],
  ]),
  section("Given up: protection. npm run destroy leaves nothing, once the backup vault is emptied.", [
    ["deletion_protection", false],
    ["skip_final_snapshot", true],
  ]),
  section("Given up: memory. The database goes back one day, and logs a week.", [
    ["database_backup_retention_days", 1],
    ["performance_insights_retention_days", 7],
    ["cache_snapshot_retention_days", 0],
    ["application_log_retention_days", 7],
    ["database_log_retention_days", 7],
    ["flow_log_retention_days", 7],
    ["waf_log_retention_days", 7],
    ["access_log_retention_days", 7],
  ]),
  section(
    "Given up: the audit trail. It records the whole account, so one installation is enough to have it.",
    [["enable_long_term_cloudtrail_monitoring", false]],
  ),
];

const PROTECTED: readonly string[] = [
  section("Database and load balancer cannot be deleted, and recovery points not before their time.", [
    ["deletion_protection", true],
    ["enable_backup_vault_lock", true],
    ["database_backup_retention_days", 35],
  ]),
  section("HIPAA asks that documentation is kept for six years; check what your own rules ask of logs.", [
    ["application_log_retention_days", 731],
    ["database_log_retention_days", 731],
  ]),
  section(
    "Every management event of the account, for years. Set it to false where a trail of the account exists already.",
    [["enable_long_term_cloudtrail_monitoring", true]],
  ),
];

function section(comment: string, settings: readonly Setting[] | string): string {
  const comments = wrapped(
    `${comment}${typeof settings === "string" && settings ? `\n\n${settings}` : ""}`,
    116,
  )
    .split("\n")
    .map((line) => `# ${line}`.trimEnd());
  if (typeof settings === "string") return comments.join("\n");
  const longest = Math.max(...settings.map(([name]) => name.length));
  const lines = settings.map(([name, value]) => `${name.padEnd(longest)} = ${hcl(value)}`);
  return [...comments, ...lines].join("\n");
}

function hcl(value: Setting[1]): string {
  return typeof value === "object"
    ? `[${value.map((item) => JSON.stringify(item)).join(", ")}]`
    : JSON.stringify(value);
}
