import type { Construct } from "constructs";
import { Analytics } from "../analytics/analytics";
import { analyticsOptions } from "../analytics/variables";
import { apisAndPatientPortal } from "../application/apis-and-patient-portal";
import { Application } from "../application/application";
import { ConnectionBudget } from "../application/connection-budget";
import { EcsExec } from "../application/ecs-exec";
import { webServerEnvironment } from "../application/web-server";
import { AuditTrail } from "../audit/audit-trail";
import { boundIdentities } from "../aws/bound-identities";
import { BackupPlan } from "../backup/backup-plan";
import { Cache } from "../cache/cache";
import { Database } from "../database/database";
import { UserRotation } from "../database/user-rotation";
import { databaseOptions } from "../database/variables";
import { AddressRecords } from "../dns/address-records";
import { Certificate } from "../dns/certificate";
import { Domain } from "../dns/domain";
import { GlobalAccelerator } from "../edge/global-accelerator";
import { httpsWith } from "../edge/https";
import { LoadBalancer } from "../edge/load-balancer";
import { SiteAddress } from "../edge/site-address";
import { strictTransport } from "../edge/strict-transport";
import { WebFirewall } from "../edge/web-firewall";
import { makeDataKey } from "../encryption/data-key";
import { makeLogKey } from "../encryption/log-key";
import { Files } from "../files/files";
import { ContainerImages } from "../images/container-images";
import { Mail } from "../mail/mail";
import { allowMailEncryption, receiptRuleNames } from "../mail/receipt-rule";
import { mailOptions } from "../mail/variables";
import { Monitoring } from "../monitoring/monitoring";
import { Network } from "../network/network";
import { serviceNames } from "../openemr/service-names";
import { Operations } from "../operations/operations";
import type { StateSettings } from "../state/state-settings";
import { DestroyGuard } from "../terraform/destroy-guard";
import { hasItems } from "../terraform/expression";
import { declareOutput } from "../terraform/output";
import { declareVariables } from "../variables";
import { AwsStack } from "./aws-stack";
import { policyForPeople } from "./policy-for-people";

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
    boundIdentities(this, variables.permissionsBoundaryArn.value);
    const receiptRule = receiptRuleNames(installation, variables.receiptRuleSetName.value);
    const dataKey = makeDataKey(this, "data_key", {
      installation,
      statements: [allowMailEncryption(installation, receiptRule, variables.emailForwardingAddress.isGiven)],
    });
    declareOutput(
      this,
      "data_key_arn",
      "Key of the database, its snapshots, the files, the cache and the secrets.",
      dataKey.arn,
    );
    const logKey = makeLogKey(this, "log_key", installation);

    const network = new Network(this, "network", {
      installation,
      cidr: variables.vpcCidr.value,
      zoneCount: variables.availabilityZoneCount.value,
      enableNatGateways: variables.enableNatGateways.value,
      singleNatGateway: variables.singleNatGateway.value,
      flowLogRetentionDays: variables.flowLogRetentionDays.value,
      logKey,
    });

    const domain = new Domain(this, "domain", {
      name: variables.route53Domain.value,
      hostName: variables.hostName.value,
    });
    const certificate = new Certificate(this, "certificate", {
      installation,
      domain,
      unless: variables.certificateArn.isGiven,
    });
    const https = httpsWith(installation, {
      certificateArn: variables.certificateArn.value,
      certificate,
      hasDomain: domain.isGiven,
    });
    const loadBalancer = new LoadBalancer(this, "edge", {
      installation,
      network,
      https,
      ipv4Ranges: variables.securityGroupIpRangeIpv4.value,
      ipv6Ranges: variables.securityGroupIpRangeIpv6.value,
      accessLogRetentionDays: variables.accessLogRetentionDays.value,
    });
    const accelerator = new GlobalAccelerator(this, "accelerator", {
      installation,
      enabled: variables.enableGlobalAccelerator.value,
      loadBalancer,
      https,
      ipv6: hasItems(variables.securityGroupIpRangeIpv6.value),
    });
    new AddressRecords(this, "address", {
      installation,
      domain,
      endpoint: accelerator.endpoint,
      ipv6: hasItems(variables.securityGroupIpRangeIpv6.value),
    });
    const siteAddress = new SiteAddress(this, "site_address", {
      https,
      hostName: domain.hostName,
      endpoint: accelerator.endpoint,
    });
    const firewall = new WebFirewall(this, "firewall", {
      installation,
      enabled: variables.enableWebFirewall.value,
      loadBalancer,
      rateLimit: variables.wafRateLimit.value,
      signInLimit: variables.wafSignInLimit.value,
      countOnly: variables.wafCountOnly.value,
      ruleActionOverrides: variables.wafRuleActionOverrides.value,
      logRetentionDays: variables.wafLogRetentionDays.value,
      logKey,
    });

    const files = new Files(this, "files", { installation, network, encryptionKey: dataKey });
    const database = new Database(this, "database", {
      installation,
      network,
      ...databaseOptions(variables),
      encryptionKey: dataKey,
      logKey,
      deleteBefore: [files.fileSystem],
    });
    new UserRotation(this, "password_rotation", {
      installation,
      network,
      database,
      files,
      days: variables.databasePasswordRotationDays.value,
      hasNatGateways: variables.enableNatGateways.value,
      dataKey,
      logKey,
      logRetentionDays: variables.applicationLogRetentionDays.value,
    });
    const cache = new Cache(this, "cache", {
      installation,
      network,
      encryptionKey: dataKey,
      maximumStorageGb: variables.cacheMaximumStorageGb.value,
      maximumEcpuPerSecond: variables.cacheMaximumEcpuPerSecond.value,
      snapshotRetentionDays: variables.cacheSnapshotRetentionDays.value,
      snapshotTime: variables.cacheSnapshotTime.value,
    });

    const images = new ContainerImages(this, "images", {
      installation,
      openemrVersion: variables.openemrVersion.value,
      openemrRepository: variables.openemrImageRepository.value,
      enablePullThroughCache: variables.enableImagePullThroughCache.value,
      dockerHubCredentialArn: variables.dockerHubCredentialSecretArn.value,
      needsAwsCli: variables.createServerlessAnalyticsEnvironment.value,
      dataKey,
    });
    const exec = new EcsExec(this, "exec", {
      installation,
      enabled: variables.enableEcsExec.value,
      logKey,
      logRetentionDays: variables.applicationLogRetentionDays.value,
    });
    const mail = new Mail(this, "mail", {
      installation,
      network,
      domain,
      ...mailOptions(variables),
      service: serviceNames(installation),
      receiptRule,
      dataKey,
      logKey,
      logRetentionDays: variables.applicationLogRetentionDays.value,
    });
    const backup = new BackupPlan(this, "backup", {
      installation,
      resources: [database.cluster.arn, files.fileSystem.arn],
      time: variables.backupTime.value,
      enableVaultLock: variables.enableBackupVaultLock.value,
      vaultLockGraceDays: variables.backupVaultLockGraceDays.value,
      deleteBefore: [dataKey.key],
    });

    const auditTrail = new AuditTrail(this, "audit", {
      installation,
      enabled: variables.enableLongTermCloudtrailMonitoring.value,
      recordObjects: variables.enableS3DataEvents.value,
    });

    const size = { cpu: variables.cpu.value, memory: variables.memory.value };
    const application = new Application(this, "application", {
      installation,
      network,
      loadBalancer,
      database,
      cache,
      files,
      dataKey,
      logKey,
      image: images.openemr,
      cpu: variables.cpu.value,
      memory: variables.memory.value,
      webServer: webServerEnvironment({
        network,
        strictTransport: strictTransport(https, domain),
        size,
        phpMemoryLimitMb: variables.phpMemoryLimitMb.value,
        maximumUploadMb: variables.maximumUploadMb.value,
        databaseMinimumCapacity: variables.auroraMinimumCapacity.value,
      }),
      containerInsights: variables.enableContainerInsights.value,
      minimumCapacity: variables.minimumCapacity.value,
      maximumCapacity: variables.maximumCapacity.value,
      cpuTarget: variables.cpuAutoscalingPercentage.value,
      memoryTarget: variables.memoryAutoscalingPercentage.value,
      logRetentionDays: variables.applicationLogRetentionDays.value,
      exec,
      openSmtpPort: variables.openSmtpPort.value,
      mail,
      settings: [
        ...apisAndPatientPortal({
          activateApis: variables.activateOpenemrApis.value,
          enablePatientPortal: variables.enablePatientPortal.value,
          siteAddress: siteAddress.url,
        }),
        ...mail.settings,
      ],
    });

    new ConnectionBudget(this, "connections", {
      size,
      phpMemoryLimitMb: variables.phpMemoryLimitMb.value,
      maximumTasks: variables.maximumCapacity.value,
      databaseMaximumCapacity: variables.auroraMaximumCapacity.value,
    });

    new Operations(this, "operations", {
      installation,
      database,
      files,
      image: images.openemr,
      task: application.task,
    });

    new Monitoring(this, "monitoring", {
      installation,
      environment,
      enabled: variables.enableMonitoring.value,
      emailAddresses: variables.alarmEmailAddresses.value,
      loadBalancer,
      application,
      database,
      cache,
      mail,
      backup,
      minimumTasks: variables.minimumCapacity.value,
      containerInsights: variables.enableContainerInsights.value,
      maximum: {
        tasks: variables.maximumCapacity.value,
        databaseCapacity: variables.auroraMaximumCapacity.value,
        cacheStorageGb: variables.cacheMaximumStorageGb.value,
      },
    });

    new Analytics(this, "analytics", {
      installation,
      network,
      files,
      database,
      cluster: application.cluster,
      copyImage: images.awsCli,
      ...analyticsOptions(variables),
      logRetentionDays: variables.applicationLogRetentionDays.value,
    });

    declareOutput(
      this,
      "policy_for_people",
      "Policy that keeps people with AWS's read-only policies from patients' data; attach it beside them.",
      policyForPeople(installation),
    );

    new DestroyGuard(this, "destroy_guard", {
      refuses: variables.deletionProtection.value,
      message: "deletion_protection is true, so nothing is destroyed. Set it to false, deploy, then destroy.",
    });

    declareOutput(this, "log_bucket_names", "Buckets with access logs and the audit trail.", {
      access: loadBalancer.accessLogs.name,
      audit: auditTrail.bucketName,
      exec: exec.bucket.name,
    });
    declareOutput(this, "log_group_names", "CloudWatch log groups.", {
      application: application.task.logGroup.name,
      audit: auditTrail.logGroupName,
      database: database.logGroupNames,
      exec: exec.logGroup.name,
      firewall: firewall.logGroupName,
      network: network.flowLog.logGroup.name,
    });
  }
}
