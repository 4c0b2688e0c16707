import type { Construct } from "constructs";
import { Analytics } from "../analytics/analytics";
import { analyticsOptions } from "../analytics/variables";
import { Application } from "../application/application";
import { EcsExec } from "../application/ecs-exec";
import { applicationOptions, execOptions } from "../application/variables";
import { AuditTrail } from "../audit/audit-trail";
import { auditOptions } from "../audit/variables";
import { boundIdentities } from "../aws/bound-identities";
import { BackupPlan } from "../backup/backup-plan";
import { RestoreTesting } from "../backup/restore-testing";
import { backupOptions, restoreTestingOptions } from "../backup/variables";
import { Cache } from "../cache/cache";
import { cacheOptions } from "../cache/variables";
import { Database } from "../database/database";
import { UserRotation } from "../database/user-rotation";
import { databaseOptions } from "../database/variables";
import { Domain } from "../dns/domain";
import { domainOptions } from "../dns/variables";
import { Edge } from "../edge/edge";
import { edgeOptions } from "../edge/variables";
import { Files } from "../files/files";
import { ContainerImages } from "../images/container-images";
import { imageOptions } from "../images/variables";
import { Mail } from "../mail/mail";
import { receiptRuleNames } from "../mail/receipt-rule";
import { mailOptions } from "../mail/variables";
import { Monitoring } from "../monitoring/monitoring";
import { monitoringOptions } from "../monitoring/variables";
import { Network } from "../network/network";
import { networkOptions } from "../network/variables";
import { serviceNames } from "../openemr/service-names";
import { Operations } from "../operations/operations";
import { operationsOptions } from "../operations/variables";
import type { StateSettings } from "../state/state-settings";
import { declareVariables } from "../variables";
import { AwsStack } from "./aws-stack";
import { guardInstallation, keepLastingValues } from "./guards";
import { makeKeys } from "./keys";
import { declareLogs } from "./log-outputs";
import { declarePolicyForPeople } from "./policy-for-people";
import { makePrivateServices } from "./private-services";

export interface OpenEmrStackProps {
  /** The environment's name: the name of its file in `environments/`. */
  readonly environment: string;
  readonly state: StateSettings;
}

/** One installation of OpenEMR. */
export class OpenEmrStack extends AwsStack {
  /** Names of the variables that an environment's file may set. */
  readonly variableNames: readonly string[];

  constructor(scope: Construct, id: string, { environment, state }: OpenEmrStackProps) {
    super(scope, id, state, environment);
    const variables = declareVariables(this);
    this.variableNames = Object.values(variables).map(({ node }) => node.id);
    const installation = this.install(environment, variables);
    const logRetentionDays = variables.applicationLogRetentionDays.value;
    keepLastingValues(this, installation, variables);
    boundIdentities(this, variables.permissionsBoundaryArn.value);
    const receiptRule = receiptRuleNames(installation, variables.receiptRuleSetName.value);
    const { dataKey, logKey } = makeKeys(this, { installation, receiptRule }, variables);
    const logs = { logKey, logRetentionDays };

    const network = new Network(this, "network", { installation, logKey, ...networkOptions(variables) });
    const privateServices = makePrivateServices(this, { installation, network }, variables);
    const domain = new Domain(this, "domain", domainOptions(variables));
    // Named "Default", which is no part of an address.
    const edge = new Edge(this, "Default", {
      installation,
      network,
      domain,
      logKey,
      ...edgeOptions(variables),
    });

    const files = new Files(this, "files", { installation, network, encryptionKey: dataKey });
    const database = new Database(this, "database", {
      installation,
      network,
      encryptionKey: dataKey,
      logKey,
      deleteBefore: [files.fileSystem],
      ...databaseOptions(variables),
    });
    const rotation = new UserRotation(this, "password_rotation", {
      installation,
      network,
      database,
      files,
      days: variables.databasePasswordRotationDays.value,
      hasNatGateways: variables.enableNatGateways.value,
      dataKey,
      ...logs,
    });
    const cache = new Cache(this, "cache", {
      installation,
      network,
      encryptionKey: dataKey,
      ...cacheOptions(variables),
    });

    const images = new ContainerImages(this, "images", {
      installation,
      needsAwsCli: variables.createServerlessAnalyticsEnvironment.value,
      dataKey,
      ...imageOptions(variables),
    });
    const exec = new EcsExec(this, "exec", { installation, logKey, ...execOptions(variables) });
    const mail = new Mail(this, "mail", {
      installation,
      network,
      domain,
      service: serviceNames(installation),
      receiptRule,
      dataKey,
      ...logs,
      ...mailOptions(variables),
    });
    const backup = new BackupPlan(this, "backup", {
      installation,
      resources: [database.cluster.arn, files.fileSystem.arn],
      deleteBefore: [dataKey.key],
      ...backupOptions(variables),
    });
    const restoreTesting = new RestoreTesting(this, "restore_testing", {
      installation,
      backup,
      database,
      files,
      dataKey,
      ...logs,
      ...restoreTestingOptions(variables),
    });
    const auditTrail = new AuditTrail(this, "audit", { installation, ...auditOptions(variables) });

    const application = new Application(this, "application", {
      installation,
      network,
      loadBalancer: edge.loadBalancer,
      siteAddress: edge.url,
      strictTransport: edge.strictTransport,
      database,
      cache,
      files,
      dataKey,
      logKey,
      image: images.openemr,
      exec,
      mail,
      ...applicationOptions(variables),
    });
    new Operations(this, "operations", {
      installation,
      database,
      files,
      image: images.openemr,
      application,
      dataKey,
      ...operationsOptions(variables),
    });
    const stores = { database, rotation, cache, files, backup, restoreTesting };
    const parts = { network, edge, application, mail, auditTrail, ...stores };
    new Monitoring(this, "monitoring", {
      installation,
      environment,
      ...parts,
      ...logs,
      ...monitoringOptions(variables),
    });
    new Analytics(this, "analytics", {
      installation,
      network,
      privateServices,
      files,
      database,
      cluster: application.cluster,
      copyImage: images.awsCli,
      logRetentionDays,
      ...analyticsOptions(variables),
    });

    declareLogs(this, { network, edge, database, exec, auditTrail, application });
    declarePolicyForPeople(this, installation);
    guardInstallation(this, variables);
  }
}
