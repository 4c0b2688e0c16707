import type { Installation } from "../aws/installation";
import type { PolicyStatement } from "../aws/policy-document";
import type { DatabaseExport } from "./database-export";
import type { ExportStore } from "./export-store";
import type { FileExport } from "./file-export";
import type { Spark } from "./spark";

export interface StudioPermissionsProps {
  readonly installation: Installation;
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly store: ExportStore;
  readonly fileExport: FileExport;
  readonly databaseExport: DatabaseExport;
  readonly spark: Spark;
  /** ARN of the parameter that says what the environment consists of. */
  readonly parameterArn: string;
}

/**
 * Studio reads both buckets whole, but no version that was overwritten or deleted. What it writes: folders of its
 * own. Operators rely on exports, and run the code.
 */
export function dataPermissions({ store }: StudioPermissionsProps): PolicyStatement[] {
  const buckets = [store.files.arn, store.database.arn];
  return [
    {
      sid: "FindData",
      actions: ["s3:ListBucket", "s3:GetBucketLocation"],
      resources: buckets,
    },
    {
      sid: "ReadData",
      actions: ["s3:GetObject"],
      resources: buckets.map((bucket) => `${bucket}/*`),
    },
    {
      sid: "WriteResults",
      actions: ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      resources: [store.objects("results"), store.objects("work")],
    },
    {
      // AWS's policies for Canvas allow it in every bucket with sagemaker in its name.
      sid: "KeepExportsAndCode",
      effect: "Deny",
      actions: ["s3:PutObject", "s3:DeleteObject"],
      resources: [store.files.objects, store.objects("exports"), store.objects("code")],
    },
    {
      sid: "UseKey",
      actions: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
      ],
      resources: [store.key.arn],
    },
    {
      // EBS attaches the volumes of spaces and jobs with a grant.
      sid: "GrantKeyToVolumes",
      actions: ["kms:CreateGrant"],
      resources: [store.key.arn],
      conditions: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** Reading names of the environment's parts. */
export function namePermissions({ parameterArn }: StudioPermissionsProps): PolicyStatement[] {
  return [{ sid: "ReadNames", actions: ["ssm:GetParameter"], resources: [parameterArn] }];
}

/** Starting exports, following them and the jobs that run on them. */
export function exportPermissions(props: StudioPermissionsProps): PolicyStatement[] {
  const { installation, clusterArn, clusterName, fileExport, databaseExport, spark } = props;
  const ofCluster = { ArnEquals: { "ecs:cluster": clusterArn } };
  return [
    {
      sid: "StartExports",
      actions: ["lambda:InvokeFunction"],
      resources: [fileExport, databaseExport].map(({ starter }) => starter.function.arn),
    },
    {
      sid: "FollowFileExports",
      actions: ["ecs:DescribeTasks"],
      resources: [installation.arn("ecs", `task/${clusterName}/*`)],
      conditions: ofCluster,
    },
    {
      // IAM knows only container instances, and is asked about "*" where a listing names none, as on Fargate.
      sid: "ListFileExports",
      actions: ["ecs:ListTasks"],
      resources: ["*"],
      conditions: ofCluster,
    },
    {
      sid: "ReadProgress",
      actions: ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
      resources: [fileExport.task.logGroup, spark.logGroup].map(({ arn }) => `${arn}:*`),
    },
    // Asked for one export by its identifier, RDS knows no resource.
    { sid: "FollowDatabaseExports", actions: ["rds:DescribeExportTasks"], resources: ["*"] },
  ];
}

/** Running Spark on the one application, as its own role. */
export function sparkPermissions({ spark }: StudioPermissionsProps): PolicyStatement[] {
  return [
    {
      sid: "UseSpark",
      actions: [
        "emr-serverless:AccessLivyEndpoints",
        "emr-serverless:GetApplication",
        "emr-serverless:ListJobRuns",
        "emr-serverless:StartApplication",
        "emr-serverless:StartJobRun",
        "emr-serverless:StopApplication",
      ],
      resources: [spark.application.arn],
    },
    {
      sid: "FollowJobs",
      actions: [
        "emr-serverless:CancelJobRun",
        "emr-serverless:GetDashboardForJobRun",
        "emr-serverless:GetJobRun",
      ],
      resources: [spark.jobRuns],
    },
    {
      // Studio's list of clusters; a listing knows no single application.
      sid: "FindSpark",
      actions: ["emr-serverless:ListApplications"],
      resources: ["*"],
    },
    {
      sid: "PassJobRole",
      actions: ["iam:PassRole"],
      resources: [spark.jobRole.arn],
      conditions: { StringEquals: { "iam:PassedToService": "emr-serverless.amazonaws.com" } },
    },
  ];
}

/** Studio's own applications and spaces, only of this domain. */
export function studioPermissions(
  { installation }: StudioPermissionsProps,
  domainId: string,
): PolicyStatement[] {
  const ofDomain = (kind: string) => installation.arn("sagemaker", `${kind}/${domainId}/*`);
  return [
    {
      sid: "SeeDomain",
      actions: ["sagemaker:DescribeDomain"],
      resources: [installation.arn("sagemaker", `domain/${domainId}`)],
    },
    {
      sid: "OpenStudio",
      actions: ["sagemaker:CreatePresignedDomainUrl", "sagemaker:DescribeUserProfile"],
      resources: [ofDomain("user-profile")],
    },
    {
      sid: "RunApplications",
      actions: ["sagemaker:CreateApp", "sagemaker:DeleteApp", "sagemaker:DescribeApp", "sagemaker:ListTags"],
      resources: [ofDomain("app")],
    },
    {
      sid: "KeepSpaces",
      actions: [
        "sagemaker:CreateSpace",
        "sagemaker:DeleteSpace",
        "sagemaker:DescribeSpace",
        "sagemaker:ListTags",
        "sagemaker:UpdateSpace",
      ],
      resources: [ofDomain("space")],
    },
    {
      // Studio tags both with who made them.
      sid: "TagApplicationsAndSpaces",
      actions: ["sagemaker:AddTags"],
      resources: [ofDomain("app"), ofDomain("space")],
    },
    {
      sid: "List",
      actions: [
        "sagemaker:ListApps",
        "sagemaker:ListDomains",
        "sagemaker:ListModels",
        "sagemaker:ListProcessingJobs",
        "sagemaker:ListSpaces",
        "sagemaker:ListTrainingJobs",
        "sagemaker:ListTransformJobs",
        "sagemaker:ListUserProfiles",
      ],
      // Listings know no resources.
      resources: ["*"],
    },
  ];
}
