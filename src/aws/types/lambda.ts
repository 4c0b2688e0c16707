import { type AwsTypes, asksForKey, asksForRole } from "./aws-type";

const FUNCTION = "arn:{partition}:lambda:{region}:{account}:function:{prefix}-*";
const RULE = "arn:{partition}:events:{region}:{account}:rule/{prefix}-*";
const QUEUE = "arn:{partition}:sqs:{region}:{account}:{prefix}-*";

/** Functions, and what calls them: schedules, events and queues. */
export const lambdaTypes: AwsTypes = {
  aws_lambda_function: {
    one: "function",
    reads: [
      "lambda:GetFunction",
      "lambda:GetFunctionCodeSigningConfig",
      "lambda:ListTags",
      "lambda:ListVersionsByFunction",
    ],
    writes: {
      create: ["lambda:CreateFunction", "lambda:TagResource"],
      update: [
        "lambda:DeleteFunctionConcurrency",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      delete: ["lambda:DeleteFunction"],
    },
    arn: FUNCTION,
    asks: [
      asksForRole("CreateFunction. Service authorization reference of Lambda"),
      asksForKey("CreateFunction with a key for its environment. Developer guide of Lambda, encryption"),
      {
        actions: [
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs",
          "elasticfilesystem:DescribeMountTargets",
        ],
        why: "CreateFunction in a VPC, with a file system. Developer guide of Lambda, VPC and file systems",
      },
      { actions: ["kms:Encrypt"], why: "The same call. Developer guide of Lambda, encryption" },
    ],
  },
  aws_scheduler_schedule: {
    one: "schedule",
    reads: ["scheduler:GetSchedule"],
    writes: {
      create: ["scheduler:CreateSchedule"],
      update: ["scheduler:UpdateSchedule"],
      delete: ["scheduler:DeleteSchedule"],
    },
    arn: "arn:{partition}:scheduler:{region}:{account}:schedule/*/{prefix}-*",
    asks: [asksForRole("CreateSchedule. Service authorization reference of EventBridge Scheduler")],
  },
  aws_lambda_event_source_mapping: {
    one: "event source",
    free: true,
    reads: ["lambda:GetEventSourceMapping", "lambda:ListTags"],
    writes: {
      create: ["lambda:CreateEventSourceMapping", "lambda:TagResource"],
      update: ["lambda:TagResource", "lambda:UntagResource", "lambda:UpdateEventSourceMapping"],
      delete: ["lambda:DeleteEventSourceMapping"],
    },
    arn: "arn:{partition}:lambda:{region}:{account}:event-source-mapping:*",
    // AWS compares the function instead: see DeployRole.
    anywhere: ["lambda:CreateEventSourceMapping"],
  },
  aws_lambda_function_event_invoke_config: {
    one: "function failure setting",
    free: true,
    reads: ["lambda:GetFunctionEventInvokeConfig"],
    writes: {
      create: ["lambda:PutFunctionEventInvokeConfig"],
      update: ["lambda:PutFunctionEventInvokeConfig"],
      delete: ["lambda:DeleteFunctionEventInvokeConfig"],
    },
    arn: FUNCTION,
  },
  aws_lambda_invocation: {
    one: "function invocation",
    free: true,
    reads: [],
    writes: {
      create: ["lambda:InvokeFunction"],
      update: ["lambda:InvokeFunction"],
      delete: ["lambda:InvokeFunction"],
    },
    arn: FUNCTION,
  },
  aws_lambda_permission: {
    one: "function permission",
    free: true,
    reads: ["lambda:GetPolicy"],
    writes: { create: ["lambda:AddPermission"], delete: ["lambda:RemovePermission"] },
    arn: FUNCTION,
  },
  aws_cloudwatch_event_rule: {
    one: "event rule",
    free: true,
    reads: ["events:DescribeRule", "events:ListTagsForResource"],
    writes: {
      create: ["events:PutRule", "events:TagResource"],
      update: ["events:PutRule", "events:TagResource", "events:UntagResource"],
      delete: ["events:DeleteRule"],
    },
    arn: RULE,
  },
  aws_cloudwatch_event_target: {
    one: "event target",
    free: true,
    reads: ["events:ListTargetsByRule"],
    writes: {
      create: ["events:PutTargets"],
      update: ["events:PutTargets"],
      delete: ["events:RemoveTargets"],
    },
    arn: RULE,
    asks: [asksForRole("PutTargets with a role. Service authorization reference of EventBridge")],
  },
  aws_sqs_queue: {
    one: "queue",
    reads: ["sqs:GetQueueAttributes", "sqs:ListQueueTags"],
    writes: {
      create: ["sqs:CreateQueue", "sqs:TagQueue"],
      update: ["sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"],
      delete: ["sqs:DeleteQueue"],
    },
    arn: QUEUE,
  },
  aws_sqs_queue_policy: {
    one: "queue policy",
    many: "queue policies",
    free: true,
    reads: ["sqs:GetQueueAttributes"],
    writes: {
      create: ["sqs:SetQueueAttributes"],
      update: ["sqs:SetQueueAttributes"],
      delete: ["sqs:SetQueueAttributes"],
    },
    arn: QUEUE,
  },
};
