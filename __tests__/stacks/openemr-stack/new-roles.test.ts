import { SynthesizedProject } from "../../support/synthesized-project";

/**
 * IAM takes seconds to make a new role known everywhere. Each type that is given a role, and why it can be made in the
 * same apply. "Tries again" was read in the source of hashicorp/aws on 2026-11-30.
 */
const WHY: Readonly<Record<string, string>> = {
  aws_backup_selection: 'tries again at "cannot be assumed"',
  aws_cloudtrail: 'tries again at "Access denied" for the role of the log group',
  aws_ecs_task_definition: "only names roles, which tasks take later",
  aws_efs_file_system_policy: 'tries again at "invalid Principal block"',
  aws_flow_log: 'tries again at "Unable to assume given IAM role"',
  aws_iam_role_policy: "only names the role in a statement",
  aws_lambda_function: 'tries again at "cannot be assumed by Lambda"',
  aws_rds_cluster_instance: "waits for its cluster, which takes minutes",
  aws_rds_cluster_parameter_group: "only has the role as the value of a parameter",
  aws_rds_cluster_role_association: "tries again as long as IAM has not told RDS of the role",
  aws_sagemaker_domain: "only names roles, which apps take later",
  aws_sagemaker_mlflow_tracking_server: "does not try again, so it waits for the domain, which takes minutes",
  aws_scheduler_schedule: "tries again as long as the scheduler cannot assume the role",
  aws_ssm_parameter: "only has the role in a text",
  aws_vpc_endpoint: "only names the role in its policy",
};

type Blocks = Readonly<Record<string, Readonly<Record<string, { readonly depends_on?: readonly string[] }>>>>;
const resources = SynthesizedProject.shared().document("openemr-production").resource as Blocks;

test("whatever is given a role that was made a moment ago can wait for it, or has it used later only", () => {
  const given = Object.entries(resources).filter(([, blocks]) =>
    Object.values(blocks).some(({ depends_on: _, ...block }) =>
      /aws_iam_role\.\w+(\[[^\]]*\])?\.arn/.test(JSON.stringify(block)),
    ),
  );
  expect(given.map(([type]) => type).sort()).toEqual(Object.keys(WHY).sort());
});

test("what neither waits nor tries again comes after something slow", () => {
  const { analytics_studio_mlflow: server } = resources.aws_sagemaker_mlflow_tracking_server!;
  expect(server!.depends_on).toContain("aws_sagemaker_domain.analytics_studio_domain");
});
