import { COMMAND_LINE } from "../../../../scripts/commands/logs/arguments";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { LOG_PATTERNS } from "../../../../src/monitoring/log-metrics";
import { compiledScript } from "../../../support/compiled-project";
import { DeployedStack, OFFLINE } from "../../../support/deployed-stack";
import { RunningScript } from "../../../support/running-script";
import { ScriptProject } from "../../../support/script-project";
import {
  healthyAccount,
  LOG_GROUP,
  type LogEvent,
  line,
  minutesAgo,
  OUTPUTS,
} from "../../openemr/status/account";
import { EmulatedAws } from "../../openemr/status/emulated-aws";

const DATABASE_ERRORS = "/aws/rds/cluster/openemr-trial-database/error";
const DATABASE_AUDIT = "/aws/rds/cluster/openemr-trial-database/audit";
const AUDIT = "/openemr-trial/audit";
const DNS_QUERIES = "/openemr-trial/dns-queries";
const FIREWALL = "aws-waf-logs-openemr-trial";

const ACCESS = (status: number, request = "Root=1-a") =>
  JSON.stringify({
    log: "access",
    time: "2026-11-30T08:00:00.000Z",
    client: "198.51.100.7",
    method: "POST",
    path: "/interface/x.php",
    status,
    ms: 35,
    bytes: 12,
    request,
  });

/** A record with the fields that AWS's guide documents, "Log examples" of AWS WAF. */
const FIREWALL_RECORD = (decision: object) =>
  JSON.stringify({
    timestamp: 1,
    action: "BLOCK",
    terminatingRuleType: "REGULAR",
    ruleGroupList: [],
    labels: [],
    httpRequest: {
      clientIp: "198.51.100.7",
      country: "US",
      uri: "/interface/x.php",
      args: "REDACTED",
      httpMethod: "POST",
      requestId: "1-b",
    },
    ...decision,
  });

let project: ScriptProject;
let aws: EmulatedAws;

beforeAll(async () => {
  project = new ScriptProject();
  new DeployedStack(project.folder).deploy({
    ...OUTPUTS,
    log_group_names: {
      application: LOG_GROUP,
      audit: AUDIT,
      dns: DNS_QUERIES,
      database: [DATABASE_ERRORS, DATABASE_AUDIT],
      exec: null,
      firewall: FIREWALL,
      network: "/openemr-trial/vpc-flow-log",
    },
  });
  aws = await EmulatedAws.start(healthyAccount());
});
afterAll(() => {
  aws?.stop();
  project?.remove();
});

function logs(...args: string[]): RunningScript {
  const env = {
    ...OFFLINE,
    HOME: project.folder,
    AWS_ENDPOINT_URL: aws.url,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  return new RunningScript([compiledScript(project.folder, "logs"), "trial", ...args], {
    cwd: project.folder,
    env,
  });
}

/** The lines without their time. */
async function lines(...args: string[]): Promise<string[]> {
  const { status, stdout, stderr } = await logs(...args).end();
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout
    .trimEnd()
    .split("\n")
    .map((each) => each.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, ""));
}

function event(stream: string, minutes: number, message: string): LogEvent {
  return { stream, at: minutesAgo(minutes), message };
}

it("shows what all functions of this installation said, by their log groups, and errors only on demand", async () => {
  const stream = "2026/11/30/[$LATEST]0123456789abcdef";
  aws.account.otherLogs = {
    "/aws/lambda/openemr-trial-probe": [event(stream, 9, "connection: refused")],
    "/aws/lambda/openemr-trial-export-files": [event(stream, 5, "ERROR Invoke Error: no such key")],
    "/aws/lambda/openemr-trial-rotate-database-user": [event(stream, 7, "rotated")],
    "/aws/lambda/openemr-trial2-probe": [event(stream, 6, "of another installation")],
    // An environment whose name begins with this one's has it.
    "/aws/lambda/openemr-trial-west-probe": [event(stream, 6, "of another installation")],
  };
  expect(await lines("functions")).toEqual([
    "openemr-trial-probe connection: refused",
    "openemr-trial-rotate-database-user rotated",
    "openemr-trial-export-files ERROR Invoke Error: no such key",
  ]);
  expect(await lines("functions", "--errors")).toEqual([
    "openemr-trial-export-files ERROR Invoke Error: no such key",
  ]);
});

it("says that there are no logs of analytics where it is off", async () => {
  const { status, stderr } = await logs("analytics").end();
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringContaining("create_serverless_analytics_environment is false"),
  });
});

it("shows the last hour of what OpenEMR logged, in the order of time, with a request in one line", async () => {
  aws.account.log = [
    line("bbbbbbbb2222", 5, ACCESS(200)),
    line("aaaaaaaa1111", 7, "start: state: serving: 8.4.1"),
    line("aaaaaaaa1111", 90, "start: state: waiting"),
    line("aaaaaaaa1111", 3, "\u001b[31mred\u0007"),
  ];
  expect(await lines()).toEqual([
    "aaaaaaaa start: state: serving: 8.4.1",
    "bbbbbbbb POST /interface/x.php 200 35 ms 198.51.100.7 Root=1-a",
    "aaaaaaaa [31mred",
  ]);
  expect(await lines("--since", "2h", "--until", "1h")).toEqual(["aaaaaaaa start: state: waiting"]);
});

it("--errors shows what is one, and nothing that only looks like it", async () => {
  aws.account.log = [
    line("a", 9, ACCESS(404)),
    line("a", 8, ACCESS(500)),
    line("a", 7, "[php:error] [request Root=1-a] [client 198.51.100.7] PHP Fatal error:  Uncaught Error"),
    line("a", 6, "[core:notice] AH00094: Command line"),
    line("a", 5, "start: error: the database refuses the password"),
    line("a", 4, "opened at 08:500, see :error] of the manual"),
  ];
  expect(await lines("--errors")).toEqual([
    "a POST /interface/x.php 500 35 ms 198.51.100.7 Root=1-a",
    expect.stringContaining("PHP Fatal error"),
    "a start: error: the database refuses the password",
  ]);
});

it("--errors shows each line that the alarms php-errors, tasks-end and background-services count", async () => {
  const counted = [
    "[php:error] [request Root=1-a] [client 198.51.100.7] PHP Fatal error:  Uncaught Error",
    // Apache writes both as notices, as OpenEMR logs by PHP's error_log().
    "[php:notice] [request Root=1-b] [client 198.51.100.7] [2026-11-30] OpenEMR.CRITICAL: Uncaught Error",
    "[core:notice] [request -] [client -] AH00052: child pid 71 exit signal Segmentation fault (11)",
    "background services: error: Email_Service: no connection",
    "start: error: the database refuses the password",
  ];
  aws.account.log = [
    ...counted.map((message, i) => line("a", 9 - i, message)),
    line("a", 1, "[php:notice] [request Root=1-c] [client 198.51.100.7] [2026-11-30] OpenEMR.WARNING: slow"),
  ];
  expect(await lines("--errors")).toEqual(counted.map((message) => `a ${message}`));
  const terms = Object.values(LOG_PATTERNS).flatMap((pattern) => pattern.match(/"[^"]+"|\w+/g)!);
  const isCounted = (message: string) => terms.some((term) => message.includes(term.replaceAll('"', "")));
  expect(counted.filter(isCounted)).toEqual(counted);
  expect(
    terms.filter((term) => !counted.some((message) => message.includes(term.replaceAll('"', "")))),
  ).toEqual([]);
});

it("--request shows what is of one request, and --json the messages as they were logged", async () => {
  aws.account.log = [line("a", 9, ACCESS(200, "Root=1-c")), line("a", 8, ACCESS(200, "Root=1-d"))];
  const [found, ...others] = await lines("--request", "Root=1-d", "--json");
  expect(others).toEqual([]);
  expect(JSON.parse(found!)).toEqual({
    at: aws.account.log[1]!.at.toISOString(),
    group: LOG_GROUP,
    stream: "ecs/openemr/a",
    message: ACCESS(200, "Root=1-d"),
  });
});

it("merges the log groups of the database, and says which one does not exist", async () => {
  aws.account.otherLogs = {
    [DATABASE_ERRORS]: [event("writer", 9, "[ERROR] one"), event("writer", 3, "[Note] three")],
  };
  const { stdout, stderr } = await logs("database").end();
  expect(stdout).toMatch(/ writer \[ERROR\] one\n.* writer \[Note\] three\n$/);
  expect(stderr).toBe(`There is no log group ${DATABASE_AUDIT} (yet).\n`);
  aws.account.otherLogs = { ...aws.account.otherLogs, [DATABASE_AUDIT]: [event("reader", 5, "two")] };
  expect(await lines("database")).toEqual(["writer [ERROR] one", "reader two", "writer [Note] three"]);
});

it("dns shows which names were asked for, and with --errors those that have no answer", async () => {
  // Some fields of AWS's example, "Values that appear in VPC Resolver query logs" of the Route 53 developer guide.
  const query = (name: string, rcode: string) =>
    JSON.stringify({ srcaddr: "10.0.1.7", query_name: name, query_type: "A", rcode });
  const [known, unknown] = [query("example.org.", "NOERROR"), query("4a6f686e.example.com.", "NXDOMAIN")];
  aws.account.otherLogs = { [DNS_QUERIES]: [event("vpc-1", 9, known), event("vpc-1", 3, unknown)] };
  expect(await lines("dns")).toEqual([`vpc-1 ${known}`, `vpc-1 ${unknown}`]);
  expect(await lines("dns", "--errors")).toEqual([`vpc-1 ${unknown}`]);
});

it("audit says in a line who called what from where, and what was denied, with the id of the whole record", async () => {
  // Some fields of AWS's examples, "CloudTrail record contents" and "AWS Management Console sign-in events".
  const call = (id: string, others: object) =>
    JSON.stringify({
      eventVersion: "1.11",
      eventID: id,
      awsRegion: "us-east-1",
      sourceIPAddress: "198.51.100.7",
      requestParameters: { bucketName: "x" },
      ...others,
    });
  const denied = call("1-a", {
    eventSource: "iam.amazonaws.com",
    eventName: "PutRolePolicy",
    errorCode: "AccessDenied",
    userIdentity: { type: "AssumedRole", arn: "arn:aws:sts::123456789012:assumed-role/ops/ann" },
  });
  const failed = call("1-b", {
    eventSource: "signin.amazonaws.com",
    eventName: "ConsoleLogin",
    errorMessage: "Failed authentication",
    userIdentity: { type: "IAMUser", userName: "ann" },
  });
  const service = call("1-c", {
    eventSource: "kms.amazonaws.com",
    eventName: "Decrypt",
    userIdentity: { type: "AWSService", invokedBy: "backup.amazonaws.com" },
  });
  const cut = denied.slice(0, 40);
  aws.account.otherLogs = {
    [AUDIT]: [denied, failed, service, cut].map((message, i) => event("trail", 9 - i, message)),
  };
  const where = "198.51.100.7 us-east-1";
  expect(await lines("audit")).toEqual([
    `trail iam PutRolePolicy arn:aws:sts::123456789012:assumed-role/ops/ann ${where} AccessDenied 1-a`,
    `trail signin ConsoleLogin ann ${where} Failed authentication 1-b`,
    `trail kms Decrypt backup.amazonaws.com ${where} 1-c`,
    `trail ${cut}`,
  ]);
  const [whole] = await lines("audit", "--request", "1-a", "--json");
  expect(JSON.parse(whole!).message).toBe(denied);
});

it("firewall --blocked says which rule refused which path for whom, and what would let it pass", async () => {
  const records = [
    FIREWALL_RECORD({ action: "ALLOW", terminatingRuleId: "Default_Action" }),
    FIREWALL_RECORD({
      terminatingRuleId: "common",
      ruleGroupList: [
        { terminatingRule: null },
        { terminatingRule: { ruleId: "NoUserAgent_HEADER", action: "BLOCK" } },
      ],
    }),
    FIREWALL_RECORD({
      terminatingRuleId: "sql-in-body",
      labels: [{ name: "openemr:class" }, { name: "awswaf:managed:aws:sql-database:SQLi_Body" }],
    }),
    FIREWALL_RECORD({ terminatingRuleId: "sign-in-rate-limit" }),
  ];
  aws.account.otherLogs = { [FIREWALL]: records.map((record, i) => event("waf", 9 - i, record)) };
  const request = "POST /interface/x.php 198.51.100.7 US 1-b";
  expect(await lines("--blocked")).toEqual([
    `waf BLOCK common: NoUserAgent_HEADER ${request}`,
    '    If this is no attack, let the rule count only: waf_rule_action_overrides = { "NoUserAgent_HEADER" = "count" }',
    `waf BLOCK sql-in-body: SQLi_BODY ${request}`,
    '    If this is no attack, let the rule count only: waf_rule_action_overrides = { "SQLi_BODY" = "count" }',
    `waf BLOCK sign-in-rate-limit ${request}`,
    "    If many people share this address, raise waf_sign_in_limit.",
  ]);
});

it("--follow shows each entry once, and late ones of another task as well, until it is interrupted", async () => {
  aws.account.log = [line("a", 1, "first")];
  const following = logs("--follow");
  await following.says(/ a first\n/);
  aws.account.log.push(line("b", 1.2, "late"), line("a", 0, "second"));
  await following.says(/ a second\n/);
  following.kill("SIGINT");
  const { stdout } = await following.end();
  expect(stdout.match(/first|late|second/g)).toEqual(["first", "late", "second"]);
});

it("says why a part has no log", async () => {
  const { status, stdout, stderr } = await logs("exec").end();
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain('has no log of the part "exec", as enable_ecs_exec is false.');
});

it.each([
  [["application", "firewall"], "One part at a time, but application, firewall were given."],
  [
    ["web"],
    'The part is "web", but must be one of application, database, firewall, network, dns, audit, exec, functions, analytics.',
  ],
  [["database", "--blocked"], '--blocked is for the firewall, but the part is "database".'],
  [["exec", "--errors"], 'Nothing that the part "exec" logs is marked as an error.'],
  [["--since", "yesterday"], '--since is "yesterday", but must be a period such as 30m, 2h or 3d'],
  [["--since", "1h", "--until", "2h"], "--until is 2h, but must be later than --since 1h."],
  [["--follow", "--until", "1m"], "--follow has no end, but --until was given."],
  [["--request", 'a"b'], "must be without quotation marks"],
])("refuses %j", (args, says) => {
  expect(() => readCommandLine(["trial", ...args], COMMAND_LINE)).toThrow(says);
});

it("says the permission that it lacks", async () => {
  aws.denied.add("logs:FilterLogEvents");
  const { status, stderr } = await logs().end();
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringContaining("It takes the permission logs:FilterLogEvents on the log group."),
  });
});
