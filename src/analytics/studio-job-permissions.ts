import type { Installation } from "../aws/installation";
import type { PolicyStatement } from "../aws/policy-document";
import type { Network } from "../network/network";
import type { SecurityGroup } from "../network/security-group";
import { tf } from "../terraform/expression";
import type { ExportStore } from "./export-store";

export interface JobPermissionsProps {
  readonly installation: Installation;
  readonly network: Network;
  readonly store: ExportStore;
  /** ARN of the role of Studio's applications and of the jobs that they start. */
  readonly securityGroup: SecurityGroup;
}

/** Training, processing and batch inference: in the VPC and encrypted, or not at all. Endpoints are left out. */
export function jobPermissions(props: JobPermissionsProps, roleArn: string): PolicyStatement[] {
  const { installation, network, securityGroup, store } = props;
  const sagemaker = (...kinds: string[]) => kinds.map((kind) => installation.arn("sagemaker", `${kind}/*`));
  const interfaces = installation.arn("ec2", "network-interface/*");
  const privateSubnets = tf`[for id in ${network.privateSubnetIds} : join("", [${installation.arn("ec2", "subnet/")}, id])]`;
  const inVpc = {
    "ForAllValues:StringEquals": {
      "sagemaker:VpcSubnets": network.privateSubnetIds,
      "sagemaker:VpcSecurityGroupIds": [securityGroup.id],
    },
    // For all of none is true as well.
    Null: { "sagemaker:VpcSubnets": "false", "sagemaker:VpcSecurityGroupIds": "false" },
  };
  const encrypted = {
    StringEquals: {
      "sagemaker:OutputKmsKeyArn": store.key.arn,
      "sagemaker:VolumeKmsKeyArn": store.key.arn,
    },
  };
  return [
    {
      sid: "StartJobsInVpc",
      actions: ["sagemaker:CreateTrainingJob", "sagemaker:CreateProcessingJob"],
      resources: sagemaker("training-job", "processing-job"),
      conditions: { ...inVpc, ...encrypted },
    },
    {
      sid: "MakeModelsInVpc",
      actions: ["sagemaker:CreateModel"],
      resources: sagemaker("model"),
      conditions: inVpc,
    },
    {
      sid: "StartTransforms",
      actions: ["sagemaker:CreateTransformJob"],
      resources: sagemaker("transform-job"),
      conditions: encrypted,
    },
    {
      sid: "FollowJobsAndModels",
      actions: [
        "sagemaker:AddTags",
        "sagemaker:DeleteModel",
        "sagemaker:DescribeModel",
        "sagemaker:DescribeProcessingJob",
        "sagemaker:DescribeTrainingJob",
        "sagemaker:DescribeTransformJob",
        "sagemaker:ListTags",
        "sagemaker:StopProcessingJob",
        "sagemaker:StopTrainingJob",
        "sagemaker:StopTransformJob",
      ],
      resources: sagemaker("training-job", "processing-job", "transform-job", "model"),
    },
    {
      sid: "PassOwnRole",
      actions: ["iam:PassRole"],
      resources: [roleArn],
      conditions: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    },
    {
      // AWS's images lie in accounts of its own, another in each region.
      sid: "PullImages",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [`arn:${installation.partition}:ecr:${installation.region}:*:repository/*`],
    },
    // Knows no resources.
    { sid: "SignInToRegistry", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      sid: "WriteLogs",
      actions: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
      ],
      // SageMaker names its groups itself.
      resources: [installation.arn("logs", "log-group:/aws/sagemaker/*")],
    },
    {
      sid: "FindNetwork",
      actions: [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      // Descriptions know no resources.
      resources: ["*"],
    },
    {
      sid: "AttachJobsToVpc",
      actions: ["ec2:CreateNetworkInterface"],
      resources:
        tf`concat(${[interfaces, installation.arn("ec2", `security-group/${securityGroup.id}`)]}, ${privateSubnets})`
          .asList,
    },
    {
      sid: "HandInterfacesToJobs",
      actions: [
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteNetworkInterfacePermission",
      ],
      resources: [interfaces],
      conditions: { ArnEquals: { "ec2:Subnet": privateSubnets.asList } },
    },
  ];
}
