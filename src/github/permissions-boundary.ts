import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { arnAt, type Place } from "../aws/place";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { ACTIONS_OF_ROLES, ON_BACKUPS, ON_FILES, STUDIO_OF_DEPLOYS } from "./boundary-actions";
import { copyBoundary } from "./copy-rights";
import type { DeployScope, DeployTarget } from "./deploy-target";
import { IAM_PATH } from "./job-role";
import type { StateAccess } from "./state-access";

/**
 * The most that a role or user of one installation can be allowed: what roles of such an installation are for, on what
 * belongs to it. Whoever deploys may write any policy into such a role and have a function call with it, so everything
 * that a deploy is denied must be out of reach here, too.
 */
export class PermissionsBoundary extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, target: DeployTarget) {
    super(scope, id);
    this.arn = new IamPolicy(this, "Default", {
      name: target.names.of("boundary", "role"),
      path: IAM_PATH,
      description: `The most that roles and users of ${target.environment} can be allowed`,
      policy: policyDocument(boundaryStatements(target)),
    }).arn;
  }
}

type BoundaryTarget = Pick<DeployScope, "application" | "environment" | "place" | "copies"> & {
  readonly state: Pick<StateAccess, "places">;
};

/** The statements of the boundary. */
export function boundaryStatements(target: BoundaryTarget): PolicyStatement[] {
  const { application, environment, place, copies, state } = target;
  const isOwn = {
    "aws:ResourceTag/Application": application,
    "aws:ResourceTag/Environment": environment,
  };
  const at = (...forms: string[]) => forms.map((form) => arnAt(form, place));
  const inRegion = { StringEquals: { "aws:RequestedRegion": place.region } };
  return [
    { sid: "InRegion", actions: ACTIONS_OF_ROLES.inRegion, resources: ["*"], conditions: inRegion },
    { sid: "Named", actions: ACTIONS_OF_ROLES.named, resources: namedResources(place) },
    {
      sid: "Tagged",
      actions: ACTIONS_OF_ROLES.tagged,
      resources: ["*"],
      conditions: { StringEquals: isOwn },
    },
    // A function makes and rotates the access keys that mail is sent with; export and analysis pass roles on.
    {
      sid: "Own",
      actions: ACTIONS_OF_ROLES.onIdentities,
      resources: at(
        "arn:{partition}:iam::{account}:role/{prefix}-*",
        "arn:{partition}:iam::{account}:user/{prefix}-*",
      ),
    },
    {
      // AWS Backup tags what it makes, deletes a snapshot whose time is up with the role that made it, which RDS lets
      // nobody else do, and makes up the name of a cluster that it restores for a test: awsbackup-restore-test-*.
      sid: "Backups",
      actions: [...ON_BACKUPS, ...ON_FILES],
      resources: at(
        "arn:{partition}:backup:{region}:{account}:recovery-point:*",
        "arn:{partition}:elasticfilesystem:{region}:{account}:file-system/*",
        "arn:{partition}:rds:{region}:{account}:cluster*:awsbackup*",
      ),
    },
    {
      // AWS Backup gives a file system that it restores for a test a tag as it makes it, and finds it by that to delete it.
      sid: "NewFiles",
      actions: ["elasticfilesystem:TagResource"],
      resources: ["*"],
      conditions: { StringEquals: { "elasticfilesystem:CreateAction": "CreateFileSystem" } },
    },
    ...copyBoundary(copies),
    ...noWayAroundTags(application, place),
    {
      sid: "NoOther",
      effect: "Deny",
      actions: ["*"],
      resources: ["*"],
      conditions: {
        StringEquals: { "aws:ResourceTag/Application": application },
        StringNotEquals: { "aws:ResourceTag/Environment": environment },
      },
    },
    {
      sid: "NoStateNorTrail",
      effect: "Deny",
      actions: ["logs:FilterLogEvents", "logs:GetLogEvents", "s3:*"],
      resources: [
        ...state.places,
        ...at("arn:{partition}:s3:::{prefix}-audit-*", "arn:{partition}:logs:*:*:log-group:/{prefix}/audit*"),
      ],
    },
  ];
}

/**
 * Keeps roles from giving the application's tags to foreign things, which a deploy could change then, and from notebooks of
 * others. Only deploys make and change Studio and its users.
 */
function noWayAroundTags(application: string, { partition }: Place): PolicyStatement[] {
  return [
    {
      // A link into a foreign notebook or Studio would be a shell with a role of others. While a Spark application is made,
      // IAM is asked about an asterisk.
      sid: "NoForeign",
      effect: "Deny",
      actions: ["emr-serverless:TagResource", "sagemaker:CreatePre*", "sagemaker:*Notebook*"],
      resources: [
        `arn:${partition}:emr-serverless:*:*:/applications/?????*`,
        `arn:${partition}:sagemaker:*:*:*`,
      ],
      conditions: { StringNotEquals: { "aws:ResourceTag/Application": application } },
    },
    {
      sid: "NoStudio",
      effect: "Deny",
      actions: STUDIO_OF_DEPLOYS,
      resources: ["domain/*", "notebook-i*", "user-profile/*"].map(
        (form) => `arn:${partition}:sagemaker:*:*:${form}`,
      ),
    },
  ];
}

/** Resources that have the installation's name in their ARN. */
function namedResources(place: Place): string[] {
  return [
    "arn:{partition}:ecr:{region}:{account}:repository/{prefix}-*",
    "arn:{partition}:ecs:{region}:{account}:*/{prefix}-*",
    "arn:{partition}:glue:{region}:{account}:catalog",
    "arn:{partition}:glue:{region}:{account}:*/{prefix_}_*",
    // Spark looks for functions and tables in these, too.
    "arn:{partition}:glue:{region}:{account}:*/default*",
    "arn:{partition}:glue:{region}:{account}:database/global_temp",
    "arn:{partition}:lambda:{region}:{account}:function:{prefix}-*",
    "arn:{partition}:logs:{region}:{account}:log-group:/{prefix}/*",
    "arn:{partition}:logs:{region}:{account}:log-group:/aws/*",
    "arn:{partition}:logs:{region}:{account}:log-group:RDSOSMetrics*",
    "arn:{partition}:rds:{region}:{account}:*:{prefix}-*",
    "arn:{partition}:rds:{region}:{account}:cluster-snapshot:awsbackup:*",
    // Option groups, and parameter groups of clusters and instances.
    "arn:{partition}:rds:{region}:{account}:*g:default*",
    "arn:{partition}:s3:::{prefix}-*",
    "arn:{partition}:s3:::sagemaker-{prefix}-*",
    "arn:{partition}:sagemaker:{region}:{account}:mlflow-tracking-server/{prefix}-*",
    "arn:{partition}:secretsmanager:{region}:{account}:secret:{prefix}-*",
    "arn:{partition}:sns:{region}:{account}:{prefix}-*",
    "arn:{partition}:sqs:{region}:{account}:{prefix}-*",
    "arn:{partition}:ssm:{region}:{account}:parameter/{prefix}/*",
  ].map((form) => arnAt(form, place));
}
