import { OfflineAccount, type OfflineStack } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF } from "../support/toggles";

const account = new OfflineAccount();
let stack: OfflineStack;
beforeAll(async () => {
  const folder = SynthesizedProject.shared().stack("openemr-production");
  stack = await account.add(folder, /restore_testing|backup_selection/);
  await stack.apply({ ...OFF, backup_time: "04:30", enable_restore_testing: true });
}, 120_000);
afterAll(() => account.close());

const one = (type: string) => account.providers.account.resources(type)[0]!.values as Record<string, unknown>;

test("the newest backup in the vault is restored each Sunday, when that of the day before is complete", () => {
  expect(one("aws_backup_restore_testing_plan")).toMatchObject({
    // AWS Backup takes no hyphens here.
    name: expect.stringMatching(/^\w+_restores$/),
    schedule_expression: "cron(30 4 ? * SUN *)",
    recovery_point_selection: [
      {
        algorithm: "LATEST_WITHIN_WINDOW",
        include_vaults: [one("aws_backup_vault").arn],
        recovery_point_types: ["SNAPSHOT"],
      },
    ],
  });
});

test("database and files are restored with the key of the data, and the database into its own network", () => {
  const selections = account.providers.account
    .resources("aws_backup_restore_testing_selection")
    .map(({ values }) => values as Record<string, unknown>)
    .sort((one, other) => String(one.name).localeCompare(String(other.name)));
  const key = one("aws_rds_cluster").kms_key_id;
  expect(selections).toMatchObject([
    {
      protected_resource_type: "Aurora",
      protected_resource_arns: [one("aws_rds_cluster").arn],
      restore_metadata_overrides: {
        dbSubnetGroupName: one("aws_rds_cluster").db_subnet_group_name,
        vpcSecurityGroupIds: JSON.stringify(one("aws_rds_cluster").vpc_security_group_ids),
        kmsKeyId: key,
      },
    },
    {
      protected_resource_type: "EFS",
      protected_resource_arns: [one("aws_efs_file_system").arn],
      restore_metadata_overrides: { kmsKeyId: key },
    },
  ]);
});

// As internal/service/backup/restore_testing_selection.go of the provider 6.x: its Update compares and sends no ARNs.
test("a selection is made anew with what it restores, as the provider changes no ARNs", () => {
  const { resource } = SynthesizedProject.shared().document("openemr-production");
  const selections = Object.values(resource.aws_backup_restore_testing_selection!) as Array<{
    protected_resource_arns: string[];
    lifecycle?: { replace_triggered_by?: string[] };
  }>;
  expect(selections).toHaveLength(2);
  for (const { protected_resource_arns: arns, lifecycle } of selections) {
    expect(lifecycle?.replace_triggered_by?.map((reference) => `\${${reference}}`)).toEqual(arns);
  }
});

test("the function judges what tests of this plan restored, and nothing else", () => {
  expect(JSON.parse(String(one("aws_cloudwatch_event_rule").event_pattern))).toEqual({
    source: ["aws.backup"],
    "detail-type": ["Restore Job State Change"],
    detail: { status: ["COMPLETED"], restoreTestingPlanArn: [one("aws_backup_restore_testing_plan").arn] },
  });
  expect(one("aws_lambda_function_event_invoke_config").maximum_retry_attempts).toBe(0);
});
