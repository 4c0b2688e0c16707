import { TRAIL_EVENTS } from "../../src/monitoring/trail-events";

/** The contents of a namespace of CloudWatch: names of metrics by the dimensions with which AWS publishes them. */
interface Published {
  /** AWS's page that lists them. */
  readonly source: string;
  /** When it was read, as YYYY-MM-DD. */
  readonly read: string;
  readonly metrics: Readonly<Record<string, readonly string[]>>;
}

const DOCS = "https://docs.aws.amazon.com";

/** Metrics of AWS that alarms here use, with dimensions in the order of the alphabet. */
export const AWS_METRICS: Readonly<Record<string, Published>> = {
  "AWS/ApplicationELB": {
    source: `${DOCS}/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html`,
    read: "2026-11-29",
    metrics: {
      LoadBalancer: [
        "HTTPCode_ELB_5XX_Count",
        "HTTPCode_Target_5XX_Count",
        "RejectedConnectionCount",
        "RequestCount",
        "TargetResponseTime",
      ],
      "LoadBalancer,TargetGroup": ["HealthyHostCount", "UnHealthyHostCount"],
    },
  },
  "AWS/Backup": {
    source: `${DOCS}/aws-backup/latest/devguide/cloudwatch.html`,
    // "The vault name of copy jobs is that of their destination vault."
    read: "2026-11-30",
    metrics: {
      BackupVaultName: [
        "NumberOfBackupJobsCompleted",
        "NumberOfBackupJobsExpired",
        "NumberOfBackupJobsFailed",
        "NumberOfCopyJobsCompleted",
      ],
    },
  },
  "AWS/CertificateManager": {
    source: `${DOCS}/acm/latest/userguide/cloudwatch-metrics.html`,
    read: "2026-11-30",
    metrics: { CertificateArn: ["DaysToExpiry"] },
  },
  "AWS/ECS": {
    source: `${DOCS}/AmazonECS/latest/developerguide/available-metrics.html`,
    // SampleCount is the number of running tasks in a minute: cloudwatch-metrics.html of the same guide.
    read: "2026-11-30",
    metrics: { "ClusterName,ServiceName": ["CPUUtilization", "MemoryUtilization"] },
  },
  "AWS/EFS": {
    source: `${DOCS}/efs/latest/ug/efs-metrics.html`,
    read: "2026-11-30",
    metrics: { "FileSystemId,StorageClass": ["StorageBytes"] },
  },
  "AWS/ElastiCache": {
    source: `${DOCS}/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html`,
    read: "2026-11-29",
    metrics: { clusterId: ["BytesUsedForCache", "Evictions", "ThrottledCmds"] },
  },
  "AWS/Events": {
    source: `${DOCS}/eventbridge/latest/userguide/eb-monitoring.html`,
    // "If RuleName is specified, the number of events that matched with a specific rule."
    read: "2026-11-30",
    metrics: { RuleName: ["MatchedEvents"] },
  },
  "AWS/Lambda": {
    source: `${DOCS}/lambda/latest/dg/monitoring-metrics-types.html`,
    read: "2026-11-30",
    metrics: {
      // Without a dimension they are those of all functions of the region.
      "": ["ClaimedAccountConcurrency", "ConcurrentExecutions"],
      FunctionName: ["AsyncEventsDropped", "DestinationDeliveryFailures", "Duration", "Errors", "Throttles"],
    },
  },
  "AWS/NATGateway": {
    source: `${DOCS}/vpc/latest/userguide/vpc-nat-gateway-cloudwatch.html`,
    read: "2026-11-30",
    metrics: { NatGatewayId: ["ErrorPortAllocation"] },
  },
  "AWS/RDS": {
    source: `${DOCS}/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html`,
    read: "2026-11-29",
    metrics: {
      DBClusterIdentifier: [
        "ACUUtilization",
        "AuroraReplicaLagMaximum",
        "DatabaseConnections",
        "Deadlocks",
        "VolumeBytesUsed",
      ],
    },
  },
  "AWS/SES": {
    source: `${DOCS}/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html`,
    read: "2026-11-30",
    metrics: { "": ["Reputation.BounceRate", "Reputation.ComplaintRate"] },
  },
  "AWS/Usage": {
    source: `${DOCS}/AmazonECS/latest/developerguide/monitoring-fargate-usage.html`,
    read: "2026-11-30",
    metrics: { "Class,Resource,Service,Type": ["CallCount", "ResourceCount"] },
  },
  "AWS/WAFV2": {
    source: `${DOCS}/waf/latest/developerguide/waf-metrics.html`,
    read: "2026-11-30",
    // AWS's cdk-monitoring-constructs asks for the whole of a web ACL by Rule = ALL, and WAFV2's API keeps that name from
    // rules. WebACL is the metric's name in the visibility settings, which its API calls the dimension's.
    metrics: { "Region,Rule,WebACL": ["AllowedRequests", "BlockedRequests"] },
  },
};

/** AWS/Usage of the list below: metrics for each of which GetMetricData took SERVICE_QUOTA, in January 2025. */
const TRIED = "https://github.com/deliveryhero/terraform-aws-service-quota-alarms";

/**
 * Metrics of use to which CloudWatch knows the quota, by SERVICE_QUOTA. AWS has no list of them: the page of each is the
 * source, or the list of a module that tried them. The document says where the other quotas are looked at.
 */
export const QUOTAS = [
  {
    name: "ResourceCount",
    dimensions: { Service: "Fargate", Type: "Resource", Resource: "vCPU", Class: "Standard/OnDemand" },
    source: `${DOCS}/AmazonECS/latest/developerguide/monitoring-fargate-usage.html`,
    read: "2026-11-30",
  },
  {
    // "SERVICE_QUOTA(ConcurrentExecutions)", says the page.
    name: "ConcurrentExecutions",
    dimensions: {},
    source: `${DOCS}/lambda/latest/dg/monitoring-concurrency.html`,
    read: "2026-11-30",
  },
  {
    name: "CallCount",
    dimensions: {
      Service: "KMS",
      Type: "API",
      Resource: "CryptographicOperationsSymmetric",
      Class: "None",
    },
    source: TRIED,
    read: "2026-11-30",
  },
  {
    name: "ResourceCount",
    dimensions: {
      Service: "Elastic Load Balancing",
      Type: "Resource",
      Resource: "ApplicationLoadBalancersPerRegion",
      Class: "None",
    },
    source: TRIED,
    read: "2026-11-30",
  },
] as const;

/** Metrics of this project: of log-metrics.ts, trail-events.ts and lambda/probe/report.ts. */
export const OWN_METRICS = {
  metrics: {
    "": [
      "background_errors",
      "certificate_days",
      "maintenance",
      "php_errors",
      "start_errors",
      ...TRAIL_EVENTS.map(({ metric }) => metric),
    ],
  } as Readonly<Record<string, readonly string[]>>,
};
