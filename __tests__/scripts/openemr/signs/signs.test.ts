import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BackupClient } from "@aws-sdk/client-backup";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { RDSClient } from "@aws-sdk/client-rds";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SSMClient } from "@aws-sdk/client-ssm";
import { readSigns } from "../../../../scripts/openemr/signs/read-signs";
import type { Sign } from "../../../../scripts/openemr/signs/sign";
import { OPENEMR_VERSIONS } from "../../../../src/images/openemr-versions";
import { type Answers, answering } from "./answering";

const AT = new Date("2026-11-30T08:00:00Z");
const ago = (days: number) => new Date(AT.getTime() - days * 86_400_000);
const SIGNED = {
  environment: "trial",
  // Nothing listens there.
  url: "http://127.0.0.1:9",
  prefix: "openemr-trial",
  databaseArn: "arn:aws:rds:eu-west-1:123456789012:cluster:openemr-trial-database",
  fileSystemArn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-1",
  copyVaultArn: "arn:aws:backup:us-west-2:123456789012:backup-vault:openemr-trial-copies",
  secrets: { database: "arn:database", administrator: "arn:administrator" },
  procedureParameter: "/openemr-trial/procedure",
  sendsMail: true,
  version: OPENEMR_VERSIONS.default,
};

const WELL: Answers = {
  DescribeAlarms: () => ({ MetricAlarms: [{ AlarmName: "openemr-trial-cpu", StateValue: "OK" }] }),
  DescribeDBClusters: () => ({ DBClusters: [{ ServerlessV2ScalingConfiguration: { MaxCapacity: 16 } }] }),
  DescribePendingMaintenanceActions: () => ({}),
  DescribeSecret: () => ({ LastChangedDate: ago(20) }),
  GetAccount: () => ({
    SendingEnabled: true,
    ProductionAccessEnabled: true,
    EnforcementStatus: "HEALTHY",
    SendQuota: { SentLast24Hours: 12, Max24HourSend: 50_000 },
  }),
  GetMetricData: () => ({
    MetricDataResults: [
      { Id: "capacity", Values: [2.5, 16] },
      { Id: "connections", Values: [41] },
    ],
  }),
  GetParameters: () => ({ Parameters: [] }),
  ListCopyJobs: () => ({ CopyJobs: [{ CreationDate: ago(0.5) }] }),
  ListRecoveryPointsByResource: () => ({ RecoveryPoints: [{ Status: "COMPLETED", CreationDate: ago(0.5) }] }),
};

function read(changed: Answers = {}, signed: Partial<typeof SIGNED> = {}): Promise<Sign[]> {
  const answers = { ...WELL, ...changed };
  const region = "eu-west-1";
  const clients = {
    backup: answering(new BackupClient({ region }), answers),
    cloudwatch: answering(new CloudWatchClient({ region }), answers),
    rds: answering(new RDSClient({ region }), answers),
    secrets: answering(new SecretsManagerClient({ region }), answers),
    ses: answering(new SESv2Client({ region }), answers),
    ssm: answering(new SSMClient({ region }), answers),
  };
  return readSigns(clients, { ...SIGNED, ...signed }, AT);
}

it("all is well, but for an address that this machine does not reach", async () => {
  expect((await read()).map(({ name, state, text }) => [name, state, text])).toEqual([
    [
      "Address",
      "unknown",
      expect.stringMatching(/^not seen from here: http:\/\/127\.0\.0\.1:9 cannot be reached/),
    ],
    ["Alarms", "well", "none of 1 rings"],
    ["Procedures", "well", "none is under way"],
    ["Newest backup", "well", "both stores within 13 hours"],
    ["Newest copy", "well", "both stores elsewhere within 13 hours"],
    ["Database", "well", "2.5 of 16 ACU, 41 connections"],
    ["Maintenance", "well", "none announced for the database"],
    ["OpenEMR", "well", expect.stringContaining(OPENEMR_VERSIONS.default)],
    ["Passwords", "well", "database 20 days, administrator 20 days"],
    ["Mail", "well", "12 of 50000 messages within 24 hours"],
  ]);
});

it.each<[sign: string, changed: Answers, text: string | RegExp, next: RegExp]>([
  ["Alarms", { DescribeAlarms: () => ({}) }, "nothing watches it", /enable_monitoring/],
  [
    "Alarms",
    {
      DescribeAlarms: () => ({
        CompositeAlarms: [{ AlarmName: "openemr-trial-down", StateValue: "ALARM" }],
        MetricAlarms: [
          { AlarmName: "openemr-trial-cpu", StateValue: "INSUFFICIENT_DATA" },
          { AlarmName: "openemr-trial-backup-missing", StateValue: "ALARM" },
        ],
      }),
    },
    "2 of 3 ring: backup-missing, down",
    /docs\/monitoring\.md/,
  ],
  [
    "Newest backup",
    {
      ListRecoveryPointsByResource: () => ({
        RecoveryPoints: [{ Status: "COMPLETED", CreationDate: ago(2) }],
      }),
    },
    "both stores within 49 hours",
    /npm run backup -- trial/,
  ],
  [
    "Newest backup",
    {
      ListRecoveryPointsByResource: () => ({
        RecoveryPoints: [{ Status: "EXPIRED", CreationDate: ago(0.1) }],
      }),
    },
    "none of database and files",
    /npm run backup -- trial/,
  ],
  [
    "Newest copy",
    {
      // The older of the two counts.
      ListCopyJobs: ({ ByResourceArn, ByDestinationVaultArn, ByState }: Record<string, string>) => {
        const isAsked = ByState === "COMPLETED" && ByDestinationVaultArn === SIGNED.copyVaultArn;
        const days = ByResourceArn === SIGNED.fileSystemArn ? 1.5 : 0.5;
        return { CopyJobs: isAsked ? [{ CreationDate: ago(9) }, { CreationDate: ago(days) }] : [] };
      },
    },
    "both stores elsewhere within 37 hours",
    /npm run backup -- trial --list; docs\/elsewhere\.md/,
  ],
  [
    "Newest copy",
    {
      ListCopyJobs: ({ ByResourceArn }: { ByResourceArn: string }) => ({
        CopyJobs: ByResourceArn === SIGNED.fileSystemArn ? [] : [{ CreationDate: ago(0.5) }],
      }),
    },
    "none of files in a month",
    /docs\/elsewhere\.md/,
  ],
  [
    "Database",
    { GetMetricData: () => ({ MetricDataResults: [{ Id: "capacity", Values: [14.5] }] }) },
    "14.5 of 16 ACU, 0 connections",
    /aurora_maximum_capacity/,
  ],
  [
    "Maintenance",
    {
      DescribePendingMaintenanceActions: () => ({
        PendingMaintenanceActions: [
          {
            PendingMaintenanceActionDetails: [
              {
                Action: "system-update",
                Description: "New Operating System update is available",
                CurrentApplyDate: AT,
              },
            ],
          },
        ],
      }),
    },
    "announced for the database: New Operating System update is available on 2026-11-30",
    /database_maintenance_window/,
  ],
  [
    "Passwords",
    {
      DescribeSecret: ({ SecretId }: { SecretId: string }) => ({
        CreatedDate: ago(SecretId === "arn:database" ? 91 : 5),
      }),
    },
    "database 91 days, administrator 5 days",
    /^npm run rotate -- trial database$/,
  ],
  [
    "Mail",
    { GetAccount: () => ({ SendingEnabled: false, EnforcementStatus: "SHUTDOWN" }) },
    /paused sending; .*SHUTDOWN; .*sandbox/,
    /docs\/mail\.md/,
  ],
  [
    "Procedures",
    {
      GetParameters: ({ Names }: { Names: string[] }) => ({
        Parameters: [
          {
            Name: Names.find((each) => each.endsWith("-run")),
            Value: JSON.stringify({
              procedure: "restore",
              by: "ana on desk\u001b[2J",
              since: "2026-11-30T07:00:00Z",
            }),
          },
          { Name: "/openemr-trial/procedure-restore", Value: "{}" },
        ],
      }),
    },
    "restore is run by ana on desk [2J since 2026-11-30T07:00:00Z; restore was begun and is not finished",
    /npm run restore -- trial goes on with it/,
  ],
])("%s is not well, with the way on (%#)", async (name, changed, text, next) => {
  const sign = (await read(changed)).find((each) => each.name === name);
  expect(sign).toMatchObject({ state: "not well", next: expect.stringMatching(next) });
  if (typeof text === "string") expect(sign!.text).toBe(text);
  else expect(sign!.text).toMatch(text);
});

it.each([
  ["upgraded", {}, "well", "none is under way", undefined],
  ["taken-back", {}, "well", "none is under way", undefined],
  [
    "backup",
    { to: "8.4.1-2026-10-01" },
    "not well",
    "upgrade was begun and is not finished",
    "npm run upgrade -- trial --to 8.4.1-2026-10-01 goes on with it",
  ],
])(
  "an upgrade's record with the note %s, which stays, is told by its end",
  async (note, more, state, text, next) => {
    const record = { from: "8.2.0", to: "8.4.1", ...more, done: { [note]: "2026-11-30T07:00:00Z" } };
    const signs = await read({
      GetParameters: () => ({
        Parameters: [{ Name: "/openemr-trial/procedure-upgrade", Value: JSON.stringify(record) }],
      }),
    });
    const sign = signs.find(({ name }) => name === "Procedures");
    expect(sign).toMatchObject({ state, text });
    expect(sign!.next).toBe(next);
  },
);

it.each([
  [["exchanging"], /was begun and is not finished$/, "npm run restore -- trial goes on with it"],
  [
    ["exchanging", "exchanged"],
    /is done, and what is not in use/,
    "npm run restore -- trial --finish removes that for good",
  ],
  [
    ["exchanged", "undoing"],
    /was begun and is not finished$/,
    "npm run restore -- trial --undo goes on with it",
  ],
  [
    ["exchanged", "undoing", "undone"],
    /is done, and/,
    "npm run restore -- trial --finish removes that for good",
  ],
  [["exchanged", "finishing"], /not finished$/, "npm run restore -- trial --finish goes on with it"],
])("a restore's record with the notes %j has the command that goes on", async (notes, text, next) => {
  const done = Object.fromEntries(notes.map((note) => [note, "2026-11-30T07:00:00Z"]));
  const signs = await read({
    GetParameters: () => ({
      Parameters: [{ Name: "/openemr-trial/procedure-restore", Value: JSON.stringify({ done }) }],
    }),
  });
  const sign = signs.find(({ name }) => name === "Procedures");
  expect(sign).toMatchObject({ state: "not well", text: expect.stringMatching(text), next });
});

it("an import, which leaves the record of a restore, has its own command", async () => {
  const record = { imported: { name: "backup.tar", digest: "0" }, done: {} };
  const signs = await read({
    GetParameters: () => ({
      Parameters: [{ Name: "/openemr-trial/procedure-restore", Value: JSON.stringify(record) }],
    }),
  });
  expect(signs.find(({ name }) => name === "Procedures")).toMatchObject({
    text: "import was begun and is not finished",
    next: "npm run import -- trial --from <the same backup> goes on with it",
  });
});

it.each([
  [200, "Apache", "well", /^sign-in page answers 200 in \d+ ms$/, undefined],
  [503, "awselb/2.0", "not well", /answers 503/, "npm run logs -- trial --errors"],
  [403, "awselb/2.0", "unknown", /^the firewall refuses this machine$/, "open it in a browser"],
])("an address that answers %i from %s is %s", async (status, server, state, text, next) => {
  const asked: string[] = [];
  const openemr = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.writeHead(status, { server }).end();
  }).listen(0, "127.0.0.1");
  await once(openemr, "listening");
  const { port } = openemr.address() as AddressInfo;
  const [address] = await read({}, { url: `http://127.0.0.1:${port}` });
  openemr.close();
  expect(address).toMatchObject({ name: "Address", state, text: expect.stringMatching(text) });
  expect(address!.next).toBe(next);
  expect(asked).toEqual(["/interface/login/login.php?site=default"]);
});

it("an older version of OpenEMR is not well, and a newer one than was tried is", async () => {
  const versionSign = async (version: string) =>
    (await read({}, { version })).find(({ name }) => name === "OpenEMR");
  expect(await versionSign("7.0.3")).toMatchObject({
    state: "not well",
    next: `npm run upgrade -- trial --to ${OPENEMR_VERSIONS.default}`,
  });
  expect(await versionSign("99.0.0")).toMatchObject({ state: "well" });
});

it("says nothing of copies where none are made", async () => {
  const signs = await read({}, { copyVaultArn: undefined });
  expect(signs.map(({ name }) => name)).not.toContain("Newest copy");
});

it.each([
  ["rotate", "rotate was begun and is not finished", "npm run rotate -- trial administrator goes on with it"],
  [
    "run-script",
    "run was begun and is not finished",
    "npm run run -- trial <the same script> goes on with it",
  ],
])("the record %s is told with its command", async (record, text, next) => {
  const Parameters = [{ Name: `/openemr-trial/procedure-${record}`, Value: '{"done":{}}' }];
  const signs = await read({ GetParameters: () => ({ Parameters }) });
  expect(signs.find(({ name }) => name === "Procedures")).toMatchObject({ state: "not well", text, next });
});

it("says nothing of mail where none is sent", async () => {
  const signs = await read({}, { sendsMail: false });
  expect(signs.map(({ name }) => name)).not.toContain("Mail");
});

it.each(Object.keys(WELL))("where %s is refused, the others are shown all the same", async (operation) => {
  const refusal = Object.assign(new Error("no policy allows it"), { name: "AccessDenied", $fault: "client" });
  const signs = await read({
    [operation]: () => {
      throw refusal;
    },
  });
  expect(signs).toHaveLength(10);
  const unread = signs.filter(({ text }) => text === "cannot be read (AccessDenied: no policy allows it)");
  expect(unread.map(({ state }) => state)).toEqual(["unknown"]);
});
