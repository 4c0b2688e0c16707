import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import { GeneratedSecret } from "../aws/generated-secret";
import type { Installation } from "../aws/installation";
import { LogGroup } from "../aws/log-group";
import { ServiceRole } from "../aws/service-role";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { asNumber, asString, tfString, type Value } from "../terraform/expression";
import { KeptSuffix } from "../terraform/kept-suffix";
import { declareOutput } from "../terraform/output";
import { BedrockIntegration } from "./bedrock-integration";
import { type DatabaseTimeouts, ParameterGroup } from "./parameter-group";

export interface DatabaseProps {
  readonly installation: Installation;
  readonly network: Network;
  /** Lower and upper end of the capacity in Aurora capacity units. */
  readonly minimumCapacity: Value<number>;
  readonly maximumCapacity: Value<number>;
  /** Version of Aurora MySQL, e.g. `8.0.mysql_aurora.3.10.3`. */
  readonly engineVersion: Value<string>;
  readonly timeouts: DatabaseTimeouts;
  /** Statements are logged, with the patients' data that is in them. */
  readonly logStatements: Value<boolean>;
  /** SQL can be run over HTTPS by the RDS Data API. */
  readonly enableDataApi: Value<boolean>;
  /** SQL functions can call foundation models of Amazon Bedrock. */
  readonly enableBedrockIntegration: Value<boolean>;
  /** Identifiers of the models that they can call. */
  readonly bedrockModelIds: Value<readonly string[]>;
  /** Days for which the database can be restored to any second. */
  readonly backupRetentionDays: Value<number>;
  /** Window of every day in which Aurora makes its backup, in UTC, such as `03:00-03:30`. */
  readonly backupWindow: Value<string>;
  /** Window of every week in which AWS maintains the database, in UTC, such as `sun:09:00-sun:10:00`. */
  readonly maintenanceWindow: Value<string>;
  /** Days for which the exported logs are kept. */
  readonly logRetentionDays: Value<number>;
  /** Days for which the history of the performance is kept. */
  readonly performanceInsightsRetentionDays: Value<number>;
  /** Deletes the database without a last snapshot, and its automated backups with it. */
  readonly skipFinalSnapshot: Value<boolean>;
  /** Encrypts the storage, its snapshots, the insights and the master user's secret. */
  readonly encryptionKey: EncryptionKey;
  /** Encrypts the exported logs. */
  readonly logKey: EncryptionKey;
  /**
   * The cluster is deleted before these, which hold data and have no deletion protection of their own, such as the
   * file system: Terraform does not touch them as long as AWS refuses to delete the cluster.
   */
  readonly deleteBefore: readonly ITerraformDependable[];
}

/** The database's exported logs. */
const LOGS = ["audit", "error", "general", "slowquery"] as const;

/** The least retention that Database Insights asks for in its advanced mode. */
const ADVANCED_INSIGHTS_DAYS = 465;

/**
 * Aurora MySQL Serverless v2: a writer, and a reader that takes over when the writer fails.
 *
 * OpenEMR creates its schema itself, with the character set that it wants, so the cluster starts without one.
 */
export class Database extends Construct {
  readonly port = 3306;
  /** Lower and upper end in Aurora capacity units. A database with 0 pauses while nobody uses it. */
  readonly capacity: { readonly minimum: Value<number>; readonly maximum: Value<number> };
  readonly cluster: RdsCluster;
  /** First the writer, then the reader, as they were created; a failover swaps the roles. */
  readonly instances: readonly RdsClusterInstance[];
  readonly securityGroup: SecurityGroup;
  /** Name and password of the master user, which installs and upgrades. */
  readonly secret: GeneratedSecret;
  /** Name and password by which OpenEMR works. The installer makes this user, with rights on its own database only. */
  readonly user: GeneratedSecret;
  /** By log: audit, error, general and slow queries. */
  readonly logGroups: readonly LogGroup[];
  readonly logGroupNames: readonly string[];

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const { installation, network, encryptionKey, logKey, skipFinalSnapshot, deleteBefore } = props;
    this.capacity = { minimum: props.minimumCapacity, maximum: props.maximumCapacity };
    const identifier = installation.names.of("database");
    this.securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "database",
      description: "Aurora MySQL",
    });
    this.secret = new GeneratedSecret(this, "secret", {
      installation,
      name: "database",
      description: "User name and password of the database's master user.",
      username: "dbadmin",
      encryptionKey,
    });
    this.user = new GeneratedSecret(this, "user", {
      installation,
      name: "database-user",
      description: "User name and password by which OpenEMR uses its database.",
      username: "openemr",
      encryptionKey,
    });
    // RDS would create them without a key, and keep the statements in them for ever.
    this.logGroups = LOGS.map(
      (log) =>
        new LogGroup(this, `${log}_log`, {
          name: `/aws/rds/cluster/${identifier}/${log}`,
          retentionDays: props.logRetentionDays,
          encryptionKey: logKey,
        }),
    );
    this.logGroupNames = this.logGroups.map((group) => group.name);
    const subnets = new DbSubnetGroup(this, "subnets", {
      name: identifier,
      description: "Private subnets",
      subnetIds: network.privateSubnetIds,
    });
    const bedrock = new BedrockIntegration(this, "bedrock", {
      installation,
      network,
      enabled: props.enableBedrockIntegration,
      modelIds: props.bedrockModelIds,
      databaseSecurityGroup: this.securityGroup,
    });
    const parameters = new ParameterGroup(this, "parameters", {
      installation,
      timeouts: props.timeouts,
      logStatements: props.logStatements,
      bedrock,
    });
    // The snapshot stays when everything else is destroyed: another cluster must not want to have its name.
    const finalSnapshot = new KeptSuffix(this, "final_snapshot", { identifier, key: encryptionKey.arn });
    const insightsDays = props.performanceInsightsRetentionDays;
    this.cluster = new RdsCluster(this, "cluster", {
      clusterIdentifier: identifier,
      engine: "aurora-mysql",
      engineMode: "provisioned",
      engineVersion: asString(props.engineVersion),
      serverlessv2ScalingConfiguration: {
        minCapacity: asNumber(props.minimumCapacity),
        maxCapacity: asNumber(props.maximumCapacity),
      },
      port: this.port,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [this.securityGroup.id],
      dbClusterParameterGroupName: parameters.group.name,
      masterUsername: this.secret.username,
      masterPasswordWo: this.secret.storedPassword,
      masterPasswordWoVersion: this.secret.passwordVersion,
      // For people, with tokens of 15 minutes: docs/database.md says how. OpenEMR itself signs in with a password.
      iamDatabaseAuthenticationEnabled: true,
      enableHttpEndpoint: props.enableDataApi,
      storageEncrypted: true,
      kmsKeyId: encryptionKey.arn,
      enabledCloudwatchLogsExports: [...LOGS],
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: encryptionKey.arn,
      performanceInsightsRetentionPeriod: asNumber(insightsDays),
      databaseInsightsMode: tfString`${insightsDays} >= ${ADVANCED_INSIGHTS_DAYS} ? "advanced" : "standard"`,
      preferredBackupWindow: asString(props.backupWindow),
      preferredMaintenanceWindow: asString(props.maintenanceWindow),
      backupRetentionPeriod: asNumber(props.backupRetentionDays),
      copyTagsToSnapshot: true,
      deletionProtection: installation.deletionProtection,
      skipFinalSnapshot,
      finalSnapshotIdentifier: `${identifier}-final-${finalSnapshot.value}`,
      deleteAutomatedBackups: skipFinalSnapshot,
      // Otherwise a new password waits for the maintenance window while the secret has it already, and each
      // plan shows the same change again. Deploy an upgrade when nobody works.
      applyImmediately: true,
      dependsOn: [...this.logGroups.map(({ group }) => group), this.secret.version, ...deleteBefore],
    });
    bedrock.grantInvoke(this.cluster);
    this.instances = this.addInstances(props, identifier);
    this.declareOutputs();
  }

  private declareOutputs(): void {
    declareOutput(
      this,
      "database_secret_arn",
      "Secret with the database's master user, which installs and upgrades.",
      this.secret.arn,
    );
    declareOutput(
      this,
      "database_user_secret_arn",
      "Secret with the user by which OpenEMR uses its database.",
      this.user.arn,
    );
    declareOutput(this, "database_endpoint", "Host name of the database's writer.", this.cluster.endpoint);
    declareOutput(this, "database_cluster_arn", "Aurora cluster.", this.cluster.arn);
  }

  private addInstances(
    { installation, maintenanceWindow }: DatabaseProps,
    identifier: string,
  ): RdsClusterInstance[] {
    const monitoring = new ServiceRole(this, "monitoring_role", {
      installation,
      name: "database-monitoring",
      service: "monitoring.rds.amazonaws.com",
      managedPolicies: { policy: "service-role/AmazonRDSEnhancedMonitoringRole" },
    });
    const addInstance = (role: string, promotionTier: number, after: RdsClusterInstance[]) =>
      new RdsClusterInstance(this, role, {
        identifier: `${identifier}-${role}`,
        clusterIdentifier: this.cluster.id,
        engine: "aurora-mysql",
        instanceClass: "db.serverless",
        promotionTier,
        publiclyAccessible: false,
        autoMinorVersionUpgrade: false,
        caCertIdentifier: "rds-ca-rsa2048-g1",
        preferredMaintenanceWindow: asString(maintenanceWindow),
        monitoringInterval: 60,
        monitoringRoleArn: monitoring.arn,
        applyImmediately: true,
        dependsOn: [...after, ...monitoring.permissions],
      });
    // The first instance of a new cluster becomes the writer. Tier 1 keeps the reader at the writer's
    // capacity, so that it can take over at once.
    const writer = addInstance("writer", 0, []);
    return [writer, addInstance("reader", 1, [writer])];
  }
}
