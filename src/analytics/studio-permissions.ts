import type { Installation } from "../installation";
import type { PolicyStatement } from "../terraform/policy-document";
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
}

/** What Studio reads and writes: both buckets whole, but no version that was overwritten or deleted. */
export function dataPermissions({ store }: StudioPermissionsProps): PolicyStatement[] {
  const buckets = [store.files.bucket.arn, store.database.bucket.arn];
  return [
    {
      sid: "FindData",
      actions: ["s3:ListBucket", "s3:GetBucketLocation"],
      resources: buckets,
    },
    {
      sid: "ReadAndWriteData",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      resources: buckets.map((bucket) => `${bucket}/*`),
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

/** Starting exports and following them. */
export function exportPermissions(props: StudioPermissionsProps): PolicyStatement[] {
  const { installation, clusterArn, clusterName, fileExport, databaseExport } = props;
  const ofCluster = { ArnEquals: { "ecs:cluster": clusterArn } };
  return [
    {
      sid: "StartExports",
      actions: ["lambda:InvokeFunction"],
      resources: [fileExport, databaseExport].map(({ starter }) => starter.function.function.arn),
    },
    {
      sid: "FollowFileExports",
      actions: ["ecs:DescribeTasks"],
      resources: [installation.arn("ecs", `task/${clusterName}/*`)],
      conditions: ofCluster,
    },
    {
      // ECS asks about the container instances of a cluster, on Fargate as well.
      sid: "ListFileExports",
      actions: ["ecs:ListTasks"],
      resources: [installation.arn("ecs", `container-instance/${clusterName}/*`)],
      conditions: ofCluster,
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

/** Studio's own applications and spaces, of this domain alone. */
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
