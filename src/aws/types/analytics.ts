import { type AwsTypes, asksForKey, asksForRole } from "./aws-type";

const sagemaker = (resource: string) => `arn:{partition}:sagemaker:{region}:{account}:${resource}`;
const APPLICATION = "arn:{partition}:emr-serverless:{region}:{account}:/applications/*";

/** Studio, Spark and its catalog. */
export const analyticsTypes: AwsTypes = {
  aws_sagemaker_domain: {
    one: "SageMaker Studio domain",
    reads: ["sagemaker:DescribeDomain", "sagemaker:ListTags"],
    writes: {
      create: ["sagemaker:AddTags", "sagemaker:CreateDomain"],
      update: ["sagemaker:AddTags", "sagemaker:DeleteTags", "sagemaker:UpdateDomain"],
      delete: ["sagemaker:DeleteDomain"],
    },
    arn: sagemaker("domain/*"),
    asks: [
      asksForRole("CreateDomain. Service authorization reference of SageMaker"),
      asksForKey("CreateDomain with a key. Developer guide of SageMaker, key permissions of Studio"),
      {
        actions: ["elasticfilesystem:CreateFileSystem"],
        arn: "*",
        why: "CreateDomain, which makes a file system. Service authorization reference of SageMaker",
      },
    ],
  },
  aws_sagemaker_user_profile: {
    one: "Studio user",
    free: true,
    reads: ["sagemaker:DescribeUserProfile", "sagemaker:ListTags"],
    writes: {
      create: ["sagemaker:AddTags", "sagemaker:CreateUserProfile"],
      update: ["sagemaker:AddTags", "sagemaker:DeleteTags", "sagemaker:UpdateUserProfile"],
      delete: ["sagemaker:DeleteUserProfile"],
    },
    arn: sagemaker("user-profile/*"),
    asks: [asksForRole("CreateUserProfile with a role. Service authorization reference of SageMaker")],
  },
  aws_sagemaker_mlflow_tracking_server: {
    one: "MLflow tracking server",
    reads: ["sagemaker:DescribeMlflowTrackingServer", "sagemaker:ListTags"],
    writes: {
      create: ["sagemaker:AddTags", "sagemaker:CreateMlflowTrackingServer"],
      update: ["sagemaker:AddTags", "sagemaker:DeleteTags", "sagemaker:UpdateMlflowTrackingServer"],
      delete: ["sagemaker:DeleteMlflowTrackingServer"],
    },
    arn: sagemaker("mlflow-tracking-server/{prefix}-*"),
    asks: [asksForRole("CreateMlflowTrackingServer. Service authorization reference of SageMaker")],
  },
  aws_emrserverless_application: {
    one: "EMR Serverless application",
    reads: ["emr-serverless:GetApplication"],
    writes: {
      create: ["emr-serverless:CreateApplication", "emr-serverless:TagResource"],
      update: [
        "emr-serverless:TagResource",
        "emr-serverless:UntagResource",
        "emr-serverless:UpdateApplication",
      ],
      delete: ["emr-serverless:DeleteApplication"],
    },
    arn: APPLICATION,
    anywhere: ["emr-serverless:CreateApplication"],
    asks: [
      {
        actions: ["ec2:CreateNetworkInterface"],
        why: "CreateApplication in a VPC. User guide of EMR Serverless, user access policies",
      },
    ],
  },
  aws_glue_catalog_database: {
    one: "Glue database",
    free: true,
    reads: ["glue:GetDatabase", "glue:GetTags"],
    writes: {
      create: ["glue:CreateDatabase", "glue:TagResource"],
      update: ["glue:TagResource", "glue:UntagResource", "glue:UpdateDatabase"],
      delete: ["glue:DeleteDatabase"],
    },
    // A name of Glue's has no hyphens. Who deletes a database needs the right for its tables and functions, too.
    arn: [
      "arn:{partition}:glue:{region}:{account}:catalog",
      "arn:{partition}:glue:{region}:{account}:*/{prefix_}_*",
    ],
  },
};
