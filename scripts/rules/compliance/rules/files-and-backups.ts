import type { PlannedStack } from "../../../plan/planned-stack";
import { type PlannedResource, UNKNOWN } from "../../../plan/resource";
import { type Check, hasPart, isGiven, isOn, names, REF, type StateRule, value } from "../state-rule";

const FILES = "aws_efs_file_system";

/** Some selection of a backup plan names the resource. */
const isBackedUp: Check = (resource: PlannedResource, { after }: PlannedStack) => {
  const selections = after.filter(({ type }) => type === "aws_backup_selection");
  if (selections.some((selection) => names(selection, "resources", resource))) return "passed";
  // A selection by tags or by a pattern: the plan does not tell what AWS will find.
  const byOthers = selections.some(
    (selection) =>
      selection.size("selection_tag") > 0 || selection.list("resources").some((arn) => arn.includes("*")),
  );
  return byOthers || selections.some((selection) => selection.get("resources") === UNKNOWN)
    ? "unknown"
    : "failed";
};

const backedUp = (type: string) => ({
  bad: { values: { arn: REF } },
  good: { values: { arn: REF }, parts: { aws_backup_selection: { resources: [REF] } } },
  types: [type],
  check: isBackedUp,
  severity: "danger" as const,
  says: "is in no backup plan",
  why: "After a loss nothing brings it back.",
});

export const filesAndBackups: readonly StateRule[] = [
  { nag: "EFSInBackupPlan", controls: ["EFS.2"], ...backedUp(FILES) },
  { nag: "RDSInBackupPlan", controls: ["RDS.26"], ...backedUp("aws_rds_cluster") },
  { nag: "DynamoDBInBackupPlan", controls: ["DynamoDB.4"], ...backedUp("aws_dynamodb_table") },
  {
    nag: "EFSEncrypted",
    controls: ["EFS.1", "EFS.8"],
    types: [FILES],
    check: isOn("encrypted"),
    severity: "danger",
    says: "is not encrypted",
    why: "The files are readable for whoever gets hold of the storage.",
    bad: { values: { encrypted: false } },
    good: { values: { encrypted: true } },
  },
  {
    controls: ["EFS.3"],
    types: ["aws_efs_access_point"],
    check: value("root_directory.0.path", (path) => path !== undefined && path !== "/"),
    severity: "warning",
    says: "shows the whole file system",
    why: "Whoever mounts it sees everything that is there.",
    bad: { values: { root_directory: [{ path: "/" }] } },
    good: { values: { root_directory: [{ path: "/sites" }] } },
  },
  {
    controls: ["EFS.4"],
    types: ["aws_efs_access_point"],
    check: isGiven("posix_user"),
    severity: "warning",
    says: "lets its clients say who they are",
    why: "Whoever mounts it can act as the owner of any file.",
    bad: { values: {} },
    good: { values: { posix_user: [{ uid: 1000 }] } },
  },
  {
    controls: ["EFS.6"],
    types: ["aws_efs_mount_target"],
    check: (target, stack) => {
      const subnets = stack.after.filter(
        (other) => other.type === "aws_subnet" && names(target, "subnet_id", other),
      );
      if (subnets.length === 0) return "unknown";
      return subnets.some((subnet) => subnet.get("map_public_ip_on_launch") === true) ? "failed" : "passed";
    },
    severity: "warning",
    says: "is in a subnet that gives public addresses",
    why: "What starts there can be reached from the internet, and reaches the files.",
    bad: {
      values: { subnet_id: "subnet-1" },
      parts: { aws_subnet: { id: "subnet-1", map_public_ip_on_launch: true } },
    },
    good: {
      values: { subnet_id: "subnet-1" },
      parts: { aws_subnet: { id: "subnet-1", map_public_ip_on_launch: false } },
    },
  },
  {
    controls: ["Backup.1"],
    types: ["aws_backup_vault"],
    check: isGiven("kms_key_arn"),
    severity: "warning",
    says: "has no encryption key of its own",
    why: "Nobody decides by a key policy who can restore.",
    bad: { values: {} },
    good: { values: { kms_key_arn: "arn:key" } },
  },
  {
    controls: ["EFS.7"],
    types: [FILES],
    check: hasPart(
      "aws_efs_backup_policy",
      "file_system_id",
      value("backup_policy.0.status", (status) => status === "ENABLED"),
    ),
    severity: "notice",
    says: "has no automatic backups of EFS's own",
    why: "Only the backup plan that names it keeps copies of the documents.",
    bad: { values: { id: REF } },
    good: {
      values: { id: REF },
      parts: { aws_efs_backup_policy: { file_system_id: REF, backup_policy: [{ status: "ENABLED" }] } },
    },
  },
  {
    controls: ["DynamoDB.6"],
    types: ["aws_dynamodb_table"],
    check: isOn("deletion_protection_enabled"),
    severity: "warning",
    says: "has no deletion protection",
    why: "A slip in a later plan, or one click, can then delete everything in it.",
    bad: { values: { deletion_protection_enabled: false } },
    good: { values: { deletion_protection_enabled: true } },
  },
  {
    nag: "DynamoDBPITREnabled",
    controls: ["DynamoDB.2"],
    types: ["aws_dynamodb_table"],
    check: isOn("point_in_time_recovery.0.enabled"),
    severity: "warning",
    says: "has no point-in-time recovery",
    why: "What is deleted or written over by mistake cannot be brought back.",
    bad: { values: {} },
    good: { values: { point_in_time_recovery: [{ enabled: true }] } },
  },
];
