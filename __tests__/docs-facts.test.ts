import { readdirSync } from "node:fs";
import path from "node:path";
import { PROJECT, read } from "./support/documents";

// Facts that people look for in the documents, beside the code that makes them true.

const said = (document: string) => read(document).replaceAll(/\s+/g, " ");

describe("mail", () => {
  test.each([
    [
      "a sender without a mailbox",
      "`notifications@<domain>`: of reminders",
      'name("notifications", "@")',
      "mail-names",
    ],
    [
      "TLS to send",
      "a server that does not offer TLS gets nothing",
      'tlsPolicy: "REQUIRE"',
      "reporting-configuration-set",
    ],
    ["TLS to receive", "**SES receives over TLS only**", 'tlsPolicy: "Require"', "incoming-mail"],
  ])("%s", (_, sentence, code, file) => {
    expect(said("docs/mail.md")).toContain(sentence);
    expect(read(`src/mail/${file}.ts`)).toContain(code);
  });

  test("the sender has no mailbox, and zones without SES's endpoint have a way out", () => {
    expect(said("docs/mail.md")).toMatch(/`notifications@<domain>`: .{0,120}\*\*It has no mailbox\.\*\*/);
    expect(said("docs/mail.md")).toMatch(/one account in ten .{0,100}`availability_zone_count = 3` helps/);
  });

  test("security.md says of TLS what mail.md says", () => {
    expect(said("docs/security.md")).toContain("SES sends and receives over TLS only");
  });

  test("is gone as many days after its retention as old versions are kept", () => {
    const [, days] = /keepOldVersionsForDays \?\? (\d+)/.exec(read("src/aws/private-bucket.ts"))!;
    expect(read("src/mail/incoming-mail.ts")).not.toContain("keepOldVersionsForDays");
    expect(said("docs/mail.md")).toContain(`gone \`mail_retention_days\` + ${days} days after it came`);
  });
});

test("models that are products of AWS Marketplace are opened by others than the database, whose role may not subscribe", () => {
  expect(said("docs/database.md")).toContain("The database's role may not subscribe");
  expect(read("src/database/bedrock-integration.ts")).not.toContain("aws-marketplace");
});

test("the CAA record that a check asks for is where DNS is explained", () => {
  const record = '0 issue "amazon.com"';
  expect(read("scripts/check/questions/domain.ts")).toContain(record);
  expect(said("docs/dns.md")).toMatch(new RegExp(`CAA records, .*${record}`));
});

test("backups in one region only are told of where backups are promised", () => {
  const [row] = read("docs/security.md").match(/^\| \*\*Backups\*\* .*$/m)!;
  expect(row).toMatch(/one region and one account .*\]\(elsewhere\.md\)/);
});

describe("an export's types", () => {
  const [types] = /\*\*What Parquet makes of MySQL's types\.\*\*.*?(?= \*\*What is left out)/.exec(
    said("docs/analytics.md"),
  )!;

  test.each(["datetime", "timestamp", "date", "time", "decimal", "bigint unsigned", "binary(16)"])(
    "%s is told",
    (type) => expect(types).toContain(`\`${type}\``),
  );

  test("zero dates are told as the reports and Spark treat them", () => {
    const folder = "analytics/reports";
    const years = readdirSync(path.join(PROJECT, folder))
      .filter((file) => file.endsWith(".sql"))
      .map((file) => /(?:>=|<) (1\d{3})\b/.exec(read(`${folder}/${file}`))?.[1]);
    expect(years.length).toBeGreaterThan(2);
    for (const year of years) expect(types).toContain(`before ${year} as none`);
    const [, mode] = /"datetimeRebaseMode": "(\w+)"/.exec(read("analytics/reports.py"))!;
    expect(types).toContain(`\`datetimeRebaseMode\` set to \`${mode}\``);
  });
});

test("security.md says what remains to each attacker, by settings that there are", () => {
  const [, table] = /## What remains, by attacker\n\n((?:\|.*\n)+)/.exec(read("docs/security.md"))!;
  const rows = table!.trim().split("\n").slice(2);
  expect(rows.map((row) => row.split("|")[1]!.trim())).toEqual([
    "has one of AWS's policies for looking",
    "is in the channel of Slack or Teams that is told of alarms",
    "has stolen the SMTP password",
    "floods help@ with mail",
    "pads a request beyond what the firewall reads",
    "guesses passwords",
    "writes a package for notebooks",
    "writes a package that this project installs",
    "has come into a task as Apache",
  ]);
  const settings = [...table!.matchAll(/`([a-z]+(?:_[a-z]+)+)[ `]/g)].map(([, name]) => name!);
  expect(settings).toHaveLength(5);
  const declared = readdirSync(path.join(PROJECT, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(variables|people)\.ts$/.test(file))
    .map((file) => read(`src/${file}`))
    .join();
  expect(settings.filter((name) => !declared.includes(`"${name}"`))).toEqual([]);
});

describe("after a break-in", () => {
  const incident = said("docs/incident.md");
  const place = (text: string) => {
    expect(incident).toContain(text);
    return incident.indexOf(text);
  };

  test("autoscaling is kept from ending the task before it has nothing to do any more", () => {
    expect(place("aws ecs update-task-protection")).toBeLessThan(place("revoke-security-group-ingress"));
  });

  test("tasks are stopped when ECS no longer protects them, as it ends none for fewer tasks before", () => {
    expect(place("--no-protection-enabled")).toBeLessThan(place("npm run stop -- production"));
    expect(place("Now the tasks may go")).toBeLessThan(place("--no-protection-enabled"));
  });

  test("what needs the task's way out is done before that is taken away", () => {
    expect(place("ECS Exec goes the same way")).toBeLessThan(place("revoke-security-group-egress"));
    expect(read("src/network/private-services.ts")).toContain('"ssmmessages"');
  });

  test("files of the trail are in Glacier after the days that it says, where nothing reads them", () => {
    const [, days] = /archiveAfterDays: (\d+)/.exec(read("src/audit/audit-trail.ts"))!;
    const bucket = read("src/aws/private-bucket.ts");
    expect(bucket).toContain('storageClass: "GLACIER"');
    // S3's default of TransitionDefaultMinimumObjectSize is all_storage_classes_128K.
    expect(bucket).not.toContain("transitionDefaultMinimumObjectSize");
    place(`Those of 128 KB and more that are older than ${days} days lie in Glacier`);
  });

  test("the deploy that follows does not put a retention back that was raised", () => {
    place("`application_log_retention_days`");
    expect(read("src/application/variables.ts")).toContain('"application_log_retention_days"');
  });
});

test("the most that people may do by chat is the policy that the stack gives", () => {
  const [, guardrail] = /const GUARDRAIL = "(\w+)"/.exec(read("src/monitoring/chat.ts"))!;
  expect(said("docs/security.md")).toContain(`\`${guardrail}\` is the most that AWS allows there`);
});
