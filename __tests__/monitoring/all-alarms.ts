import { alarmDefinitions } from "../../src/monitoring/alarm-definitions";
import { natPorts } from "../../src/monitoring/nat-alarms";
import { TRAIL_GROUPS } from "../../src/monitoring/trail-events";

/** Stands for each limit that the operator chooses. */
export const LIMIT = 100;

const ofInstallation = alarmDefinitions({
  loadBalancer: "app/web/1",
  targetGroup: "targetgroup/web/1",
  cluster: "cluster",
  service: "service",
  minimumTasks: 2,
  maximumTasks: LIMIT,
  logNamespace: "OpenEMR/test",
  database: "database",
  maximumDatabaseCapacity: LIMIT,
  cache: "cache",
  maximumCacheStorageGb: LIMIT,
  backupVault: "vault",
  fileSystem: "fs-1",
  rotates: true,
  rotationFunction: "rotate",
  exports: true,
  fileExportFunction: "export-files",
  databaseExportFunction: "export-database",
  smtpFunction: "smtp-credentials",
  testsRestores: true,
  restoreJudge: "judge-restore",
  copiesElsewhere: true,
  copyVaultArn: "arn:aws:backup:us-west-2:123456789012:backup-vault:copies",
  copiesRule: "copy-completed",
  probes: true,
  probe: "probe",
  https: true,
  certificate: "arn:aws:acm:us-east-1:123456789012:certificate/1",
  hasFirewall: true,
  firewall: "waf-all",
  isOpen: true,
  region: "us-east-1",
  sendsMail: true,
  hasTrail: true,
  securityGroups: [...TRAIL_GROUPS],
});
/** All alarms, as if everything were on. */
export const definitions = [...ofInstallation, natPorts("nat-1")];
