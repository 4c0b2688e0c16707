import { readFileSync } from "node:fs";
import path from "node:path";
import { blocksOf, PROJECT } from "./support/documents";
import { type LogEvent, runInsights } from "./support/insights";

/** An event in JSON, with the names of fields that CloudWatch discovers in it: a dot before those of an object's own. */
function flat(event: object, prefix = ""): LogEvent {
  return Object.fromEntries(
    Object.entries(event).flatMap(([name, value]) =>
      typeof value === "object" && value !== null
        ? Object.entries(flat(value, `${prefix}${name}.`))
        : [[`${prefix}${name}`, value as string | number]],
    ),
  );
}

/** A call in the trail: the fields of "CloudTrail record contents" that queries may ask for. */
const call = (eventName: string, userName: string, sourceIPAddress: string) =>
  flat({
    eventVersion: "1.08",
    userIdentity: {
      type: "AssumedRole",
      arn: `arn:aws:sts::123456789012:assumed-role/${userName}/session`,
      sessionContext: { sessionIssuer: { type: "Role", userName } },
    },
    eventTime: "2026-11-30T02:00:00Z",
    eventSource: "secretsmanager.amazonaws.com",
    eventName,
    awsRegion: "us-east-1",
    sourceIPAddress,
    errorCode: "AccessDenied",
  });

/** A record of the default format of VPC flow logs; names by "Supported logs and discovered fields". */
const connection = (dstAddr: string, bytes: number, action = "ACCEPT") => ({
  accountId: "123456789012",
  interfaceId: "eni-1235b8ca123456789",
  srcAddr: "10.0.1.5",
  dstAddr,
  srcPort: 49_152,
  dstPort: 443,
  protocol: 6,
  packets: 10,
  bytes,
  action,
  logStatus: "OK",
});

/** A record of "Values that appear in Resolver query logs". */
const lookUp = (query_name: string) => ({
  version: "1.100000",
  account_id: "123456789012",
  region: "us-east-1",
  vpc_id: "vpc-1",
  query_timestamp: "2026-11-30T02:00:00Z",
  query_name,
  query_type: "A",
  query_class: "IN",
  rcode: "NOERROR",
  srcaddr: "10.0.1.5",
  srcport: "40908",
  transport: "UDP",
});

/** A request as Apache writes it, by the format in its own configuration. */
function request(values: Readonly<Record<string, string>>): LogEvent {
  const config = readFileSync(path.join(PROJECT, "src/application/container/apache-common.conf"), "utf8");
  const [, format] = /^LogFormat "(.*)" access$/m.exec(config)!;
  const line = format!
    .replaceAll('\\"', '"')
    .replaceAll(/%(?:>s|[mB]|\{(\w+)\}[eTn])/g, (directive, name) => values[name ?? directive] ?? "0")
    .replaceAll(/%\{[^}]*\}t/g, "2026-11-30T02:00:00");
  return { "@timestamp": "2026-11-30 02:00:00.000", ...flat(JSON.parse(line) as object) };
}
const page = (client: string, bytes: string, others: object = {}) =>
  request({ client, "%m": "GET", request_path: "/portal", "%>s": "200", "%B": bytes, ms: "35", ...others });
const STARTED = { "@timestamp": "2026-11-30 02:00:00.000", "@message": "start: state: serving: 8.4.1" };

interface Case {
  readonly events: readonly LogEvent[];
  readonly found: readonly object[];
}

/** Events of the log that a query is for, bad ones and ordinary ones, and all that it finds; by the query's beginning. */
const CASES: Readonly<Record<string, Case>> = {
  "filter userIdentity": {
    events: [
      call("GetObject", "openemr-production-task", "203.0.113.9"),
      call("GetObject", "openemr-production-task", "203.0.113.9"),
      call("GetSecretValue", "openemr-production-task", "203.0.113.9"),
      call("GetObject", "other-role", "203.0.113.9"),
      flat({ eventName: "ConsoleLogin", userIdentity: { type: "Root" } }),
    ],
    found: [
      { eventName: "GetObject", sourceIPAddress: "203.0.113.9", calls: 2 },
      { eventName: "GetSecretValue", calls: 1 },
    ],
  },
  "filter eventName in": {
    events: [
      call("DescribeDBClusters", "openemr-production-task", "203.0.113.9"),
      call("BatchGetSecretValue", "openemr-production-task", "203.0.113.9"),
      call("ModifyDBClusterSnapshotAttribute", "alice", "198.51.100.7"),
    ],
    found: [
      {
        eventName: "BatchGetSecretValue",
        "userIdentity.arn": "arn:aws:sts::123456789012:assumed-role/openemr-production-task/session",
        sourceIPAddress: "203.0.113.9",
        errorCode: "AccessDenied",
      },
      { eventName: "ModifyDBClusterSnapshotAttribute" },
    ],
  },
  'filter `log` = "access" and client': {
    events: [page("198.51.100.7", "512"), page("203.0.113.9", "900"), STARTED],
    found: [{ method: "GET", path: "/portal", status: 200, bytes: 512 }],
  },
  'filter `log` = "access" and status': {
    events: [
      page("198.51.100.7", "512"),
      page("203.0.113.9", "9000"),
      page("203.0.113.9", "700"),
      page("203.0.113.9", "80", { "%>s": "403" }),
      STARTED,
    ],
    found: [
      { client: "203.0.113.9", sent: 9700, requests: 2 },
      { client: "198.51.100.7", sent: 512, requests: 1 },
    ],
  },
  'filter `log` = "access" and ms': {
    events: [page("198.51.100.7", "1", { ms: "5001" }), page("198.51.100.7", "1"), STARTED],
    found: [{ ms: 5001, status: 200, path: "/portal", client: "198.51.100.7" }],
  },
  "filter action": {
    events: [
      connection("10.0.2.7", 50_000),
      connection("198.51.100.7", 700),
      connection("198.51.100.7", 900),
      connection("2001:db8::1", 9000),
      connection("203.0.113.9", 800, "REJECT"),
    ],
    found: [
      { dstAddr: "2001:db8::1", sent: 9000 },
      { srcAddr: "10.0.1.5", dstAddr: "198.51.100.7", dstPort: 443, sent: 1600 },
    ],
  },
  "parse query_name": {
    events: [
      lookUp("secretsmanager.us-east-1.amazonaws.com."),
      ...["4a6f686e", "20446f65", "2c203139"].map((data) => lookUp(`${data.repeat(3)}.evil.example.`)),
    ],
    found: [
      { domain: "evil.example.", names: 3, longest: 38, srcaddr: "10.0.1.5" },
      { domain: "amazonaws.com.", names: 1 },
    ],
  },
};

const queries = ["docs/incident.md", "docs/logs.md", "docs/monitoring.md"].flatMap((document) =>
  blocksOf(document)
    .filter(({ language }) => language === "text insights")
    .map(({ text }) => text),
);
const caseOf = (query: string) => Object.keys(CASES).filter((beginning) => query.startsWith(beginning));

test("each query of the documents has one case, and each case its query", () => {
  expect(queries.flatMap(caseOf).sort()).toEqual(Object.keys(CASES).sort());
});

test("each block that looks like a query is marked as one", () => {
  const others = [
    "docs/incident.md",
    "docs/logs.md",
    "docs/monitoring.md",
    "docs/mail.md",
    "docs/operations.md",
  ];
  const unmarked = others.flatMap(blocksOf).filter(({ language }) => language !== "text insights");
  expect(unmarked.filter(({ text }) => /^(filter|fields|parse|stats) /m.test(text))).toEqual([]);
});

test.each(queries.map((query) => [caseOf(query)[0]!, query]))(
  "%s ... finds what is bad in its log, and no more",
  (beginning, query) => {
    const { events, found } = CASES[beginning]!;
    const rows = runInsights(query, events);
    expect(rows).toMatchObject(found);
    expect(rows).toHaveLength(found.length);
  },
);

test.each([
  ['filter dst_addr = "1"', "No event of the log has dst_addr."],
  ["dedup dstAddr", "The command dedup is not known here."],
  ["stats pct(bytes, 99) by dstAddr", "The function pct is not known here."],
])("a query with a mistake is refused: %s", (query, why) => {
  expect(() => runInsights(query, [connection("10.0.2.7", 1)])).toThrow(why);
});

test("flow logs have the default format, whose fields CloudWatch discovers", () => {
  expect(readFileSync(path.join(PROJECT, "src/network/flow-log.ts"), "utf8")).not.toContain("logFormat");
});
