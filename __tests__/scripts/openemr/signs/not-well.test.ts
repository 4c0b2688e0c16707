import type { Answers } from "./answering";
import { AT, ago, read, SIGNED } from "./installation";

it.each<[sign: string, changed: Answers, text: string | RegExp, next: RegExp]>([
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
  ...(["cluster:openemr-trial-database", "db:openemr-trial-database-2"] as const).map(
    (maintained): [string, Answers, string, RegExp] => [
      "Maintenance",
      {
        DescribePendingMaintenanceActions: ({ ResourceIdentifier }: { ResourceIdentifier: string }) => ({
          PendingMaintenanceActions: ResourceIdentifier.endsWith(`:${maintained}`)
            ? [
                {
                  PendingMaintenanceActionDetails: [
                    {
                      Action: "system-update",
                      Description: "New Operating System update is available",
                      CurrentApplyDate: AT,
                    },
                  ],
                },
              ]
            : [],
        }),
      },
      "announced for the database: New Operating System update is available on 2026-11-30",
      /database_maintenance_window/,
    ],
  ),
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
    "Mail",
    { GetMetricData: () => ({ MetricDataResults: [{ Id: "bounces", Values: [0.061] }] }) },
    /^AWS reviews accounts with so many bounces; .*bounces 6.10 %/,
    /docs\/mail\.md/,
  ],
  [
    "Mail",
    {
      GetAccount: () => ({
        SendingEnabled: true,
        ProductionAccessEnabled: true,
        EnforcementStatus: "HEALTHY",
        SendQuota: { SentLast24Hours: 161, Max24HourSend: 200 },
      }),
    },
    /^SES refuses mail above its quota of a day; 161 of 200 messages/,
    /docs\/mail\.md/,
  ],
  [
    "Restore test",
    {
      ListRestoreJobs: () => ({
        RestoreJobs: [
          {
            Status: "COMPLETED",
            ValidationStatus: "FAILED",
            SourceResourceArn: SIGNED.fileSystemArn,
            CreationDate: ago(3),
          },
        ],
      }),
    },
    "3 days ago, completed: its validation failed",
    /^npm run restore -- trial --rehearse --to latest$/,
  ],
  [
    "Restore test",
    {
      ListRestoreJobs: () => ({
        RestoreJobs: [
          { Status: "COMPLETED", SourceResourceArn: SIGNED.fileSystemArn, CreationDate: ago(9) },
          {
            Status: "FAILED",
            StatusMessage: "Access denied",
            SourceResourceArn: SIGNED.fileSystemArn,
            CreationDate: ago(2),
          },
        ],
      }),
    },
    "2 days ago, failed: Access denied",
    /--rehearse/,
  ],
  [
    "Restore test",
    {
      ListRestoreJobs: () => ({
        RestoreJobs: [
          {
            Status: "COMPLETED",
            ValidationStatus: "TIMED_OUT",
            SourceResourceArn: SIGNED.fileSystemArn,
            CreationDate: ago(3),
          },
        ],
      }),
    },
    "3 days ago, completed: nothing judged it",
    /npm run restore -- trial --rehearse/,
  ],
  [
    "Restore test",
    {
      // A test restores both, at one time.
      ListRestoreJobs: ({ ByResourceType }: { ByResourceType: string }) => ({
        RestoreJobs:
          ByResourceType === "Aurora"
            ? [
                {
                  Status: "FAILED",
                  StatusMessage: "The subnet group is missing",
                  SourceResourceArn: SIGNED.databaseArn,
                  CreationDate: ago(3),
                },
              ]
            : [{ Status: "COMPLETED", SourceResourceArn: SIGNED.fileSystemArn, CreationDate: ago(3) }],
      }),
    },
    "3 days ago, completed; of the database 3 days ago, failed: The subnet group is missing",
    /--rehearse/,
  ],
  [
    "Engines",
    {
      DescribeDBMajorEngineVersions: () => ({
        DBMajorEngineVersions: [
          {
            SupportedEngineLifecycles: [
              {
                LifecycleSupportName: "open-source-rds-standard-support",
                LifecycleSupportEndDate: ago(-100),
              },
            ],
          },
        ],
      }),
    },
    /standard support until 2027-03-10$/,
    /aurora_engine_version/,
  ],
  [
    "Exports",
    {
      DescribeExportTasks: () => ({
        ExportTasks: [{ Status: "FAILED", FailureCause: "The key is disabled", TaskStartTime: ago(1) }],
      }),
    },
    /^the database's of 2026-11-29 is failed: The key is disabled; /,
    /docs\/analytics\.md/,
  ],
  [
    "Exports",
    {
      DescribeExportTasks: () => ({
        ExportTasks: [
          { Status: "COMPLETE", WarningMessage: "1 table was skipped: openemr.log", TaskStartTime: ago(1) },
        ],
      }),
    },
    /^the database's of 2026-11-29 is complete, but RDS warns: 1 table was skipped: openemr\.log; /,
    /docs\/analytics\.md/,
  ],
  [
    "Quotas",
    {
      // Raised once by this account, for addresses only.
      GetServiceQuota: ({ ServiceCode }: { ServiceCode: string }) => {
        if (ServiceCode === "ec2") return { Quota: { Value: 10 } };
        throw Object.assign(new Error("none of its own"), { name: "NoSuchResourceException" });
      },
      // One more is shared by another account, against whose quota it counts.
      DescribeVpcs: () => ({
        Vpcs: Array.from({ length: 6 }, (_, i) => ({ OwnerId: i < 5 ? "123456789012" : "999988887777" })),
      }),
      DescribeAddresses: () => ({
        Addresses: Array.from({ length: 8 }, () => ({ AssociationId: "eipassoc" })),
      }),
      DescribeAccountAttributes: () => ({
        AccountQuotas: [
          { AccountQuotaName: "DBClusters", Used: 33, Max: 40 },
          { AccountQuotaName: "DBInstances", Used: 32, Max: 40 },
          { AccountQuotaName: "ManualClusterSnapshots", Used: 0, Max: 100 },
        ],
      }),
    },
    "5 of 5 VPCs, 8 of 10 Elastic IP addresses, 33 of 40 database clusters, 32 of 40 database instances, 0 of 100 snapshots of clusters",
    /^aws service-quotas .*--service-code vpc --quota-code L-F678F1CE --desired-value 10; .*--service-code rds --quota-code L-952B80B8 --desired-value 80$/,
  ],
  [
    "Left over",
    {
      DescribeDBClusters: ({ Filters }: { Filters?: object }) => ({
        DBClusters: Filters ? [{ DBClusterIdentifier: "openemr-trial-replaced" }] : [],
      }),
      GetParameters: () => ({ Parameters: [{ Name: "/openemr-trial/procedure-restore", Value: "{}" }] }),
    },
    "the database openemr-trial-replaced",
    /^npm run restore -- trial --finish$/,
  ],
  [
    "Left over",
    {
      DescribeDBClusters: ({ Filters }: { Filters?: object }) => ({
        DBClusters: Filters ? [{ DBClusterIdentifier: "openemr-trial-restored" }] : [],
      }),
    },
    "the database openemr-trial-restored",
    // `--finish` refuses without a record.
    /^no restore is noted .*: aws rds delete-db-cluster --db-cluster-identifier openemr-trial-restored --final-db-snapshot-identifier openemr-trial-restored-last$/,
  ],
  [
    "Left over",
    {
      DescribeDBClusterSnapshots: ({ SnapshotType }: { SnapshotType: string }) => ({
        DBClusterSnapshots:
          SnapshotType === "manual" ? [{ DBClusterSnapshotIdentifier: "incident-2026-11-30" }] : [],
      }),
      // Names of another environment can begin with this one's, and the tag tells them apart.
      DescribeAddresses: ({ Filters }: { Filters?: ReadonlyArray<{ Name: string; Values: string[] }> }) => ({
        Addresses: Filters?.some(({ Name, Values }) => Name === "tag:Environment" && Values[0] === "trial")
          ? [{ PublicIp: "192.0.2.9", AllocationId: "eipalloc-9" }]
          : [{ PublicIp: "192.0.2.10", AllocationId: "eipalloc-of-west" }],
      }),
    },
    "the snapshot incident-2026-11-30; the address 192.0.2.9, which nothing has",
    /delete-db-cluster-snapshot .*incident-2026-11-30; .*release-address --allocation-id eipalloc-9$/,
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
  // Each line that is not well names the command to go on with.
  expect(sign!.next).toMatch(/\b(npm run|aws) [a-z]/);
});
