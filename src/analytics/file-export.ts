import { join } from "node:path";
import type { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import { tfString, type Value } from "../terraform/expression";
import type { Toggle } from "../terraform/instance-scope";
import { CopyTask, type CopyTaskProps } from "./copy-task";
import { ExportFunction } from "./export-function";
import type { ExportNotices } from "./export-notices";

export interface FileExportProps extends Omit<CopyTaskProps, "toggle"> {
  /** Where the task runs. */
  readonly cluster: EcsCluster;
  readonly notices: ExportNotices;
  readonly schedule: Value<string | null>;
}

/** Exports the files: a function starts a task that copies what differs. */
export class FileExport extends Construct {
  readonly starter: ExportFunction;
  readonly task: CopyTask;

  /** @param toggle decides whether it exists */
  constructor(toggle: Toggle, id: string, props: FileExportProps) {
    super(toggle, id);
    const { installation, network, cluster, store } = props;
    this.task = new CopyTask(this, "Default", { ...props, toggle });
    const { definition, family, role, executionRole, securityGroup, destination, logGroup } = this.task;
    const ofCluster = { ArnEquals: { "ecs:cluster": cluster.arn } };
    this.starter = new ExportFunction(this, "function", {
      ...props,
      what: "files",
      description: "Starts a copy of OpenEMR's files to S3",
      entry: join(__dirname, "../../lambda/export-files/handler.ts"),
      encryptionKey: store.key,
      environment: {
        CLUSTER: cluster.name,
        TASK_DEFINITION: definition.arn,
        TASK_FAMILY: family,
        SUBNETS: tfString`join(",", ${network.privateSubnetIds})`,
        SECURITY_GROUP: securityGroup.id,
        DESTINATION: destination,
      },
      statements: [
        { sid: "StartTask", actions: ["ecs:RunTask"], resources: [definition.arn], conditions: ofCluster },
        {
          // RunTask hands the definition's tags on to the task, for which ECS asks by itself.
          sid: "TagTask",
          actions: ["ecs:TagResource"],
          resources: [installation.arn("ecs", `task/${cluster.name}/*`)],
          conditions: { StringEquals: { "ecs:CreateAction": "RunTask" } },
        },
        {
          // IAM knows only container instances, and is asked about "*" where a listing names none, as on Fargate.
          sid: "FindTasks",
          actions: ["ecs:ListTasks"],
          resources: ["*"],
          conditions: ofCluster,
        },
        {
          sid: "PassRoles",
          actions: ["iam:PassRole"],
          resources: [role.arn, executionRole.arn],
          conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
      ],
    });
    props.notices.add({
      what: "files",
      description: "A copy of OpenEMR's files ended",
      pattern: {
        source: ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        detail: {
          clusterArn: [cluster.arn],
          lastStatus: ["STOPPED"],
          taskDefinitionArn: [{ prefix: `${definition.arnWithoutRevision}:` }],
        },
      },
      values: {
        task: "$.detail.taskArn",
        // Its words in stoppedReason can have quotation marks, with which EventBridge drops the message.
        reason: "$.detail.stopCode",
        code: "$.detail.containers[0].exitCode",
      },
      text: `The copy of OpenEMR's files to ${destination} ended: <reason>. Exit code: <code> (0: complete; 2: but for files that vanished; 3: but for names that are not UTF-8; 4: but for what cannot be read, and nothing was deleted; 5: no site at the source, nothing was done; none: it never ran; another: not complete). How far it came: aws logs tail ${logGroup.name} --since 1d. Details: aws ecs describe-tasks --cluster ${cluster.name} --tasks <task>`,
    });
  }
}
