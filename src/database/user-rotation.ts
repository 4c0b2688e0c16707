import { join } from "node:path";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { TypeScriptFunction } from "../aws/typescript-function";
import type { Files } from "../files/files";
import { Connection } from "../network/connection";
import { InternetEgress } from "../network/internet-egress";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { asNumber, tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { Database } from "./database";

export interface UserRotationProps {
  readonly installation: Installation;
  readonly network: Network;
  readonly database: Database;
  /** OpenEMR's sites, whose files name the database's user. */
  readonly files: Files;
  /** Days between two rotations; 0 for none. */
  readonly days: Value<number>;
  /** Private subnets lead to the internet, and so to Secrets Manager: without that there is no rotation. */
  readonly hasNatGateways: Value<boolean>;
  /** Encrypts the secrets. */
  readonly dataKey: EncryptionKey;
  /** Encrypts the function's log. */
  readonly logKey: EncryptionKey;
  readonly logRetentionDays: Value<number>;
}

const SITES = "/mnt/sites";
const FUNCTION = "rotate-database-user";

/** Lambda's most. Two steps of a rotation wait until no task works with a former password. */
const LONGEST_RUN_SECONDS = 900;

/** For the network interfaces of a function in a VPC (developer guide of Lambda, "Required IAM permissions"). */
const NETWORK_INTERFACES = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * Secrets Manager's rotation of the password by which OpenEMR uses its database: two users in turn, so that no request
 * fails. The function makes or changes the user that is not in use, and writes it into the sites' files.
 */
export class UserRotation extends Construct {
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  readonly functionName: string;

  constructor(scope: Construct, id: string, props: UserRotationProps) {
    super(scope, id);
    const { installation, network, database, files, days, hasNatGateways, dataKey } = props;
    this.enabled = tf`(${days} > 0 && ${hasNatGateways})`;
    const toggle = new Toggle(this, "Default", this.enabled);
    this.functionName = installation.names.of(FUNCTION, "function");
    const securityGroup = new SecurityGroup(toggle, "security_group", {
      installation,
      network,
      name: "database-rotation",
      description: "Function that rotates the password of the database user",
    });
    const connections = this.connect(toggle, securityGroup, props);
    const accessPoint = files.addWriteAccessPoint(toggle, "rotation");
    const rotator = new TypeScriptFunction(toggle, "function", {
      entry: join(__dirname, "..", "..", "lambda", "rotate-database-user", "handler.ts"),
      installation,
      name: FUNCTION,
      description: "Rotates the user and password by which OpenEMR uses its database",
      memorySize: 256,
      timeout: LONGEST_RUN_SECONDS,
      fileSystemConfig: { arn: accessPoint.arn, localMountPath: SITES },
      vpcConfig: { subnetIds: network.privateSubnetIds, securityGroupIds: [securityGroup.id] },
      environment: {
        MASTER_SECRET_ARN: database.secret.arn,
        DATABASE_HOST: database.cluster.endpoint,
        DATABASE_PORT: String(database.port),
        // Lambda's runtimes for Node.js have the certificate authorities of Amazon RDS there.
        DATABASE_CA: "/var/runtime/ca-cert.pem",
        SITES_DIRECTORY: SITES,
      },
      dependsOn: [...files.mountTargets, ...connections],
      encryptionKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
      statements: [
        {
          sid: "RotateUser",
          actions: [
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage",
          ],
          resources: [database.user.arn],
        },
        {
          sid: "ReadMasterUser",
          actions: ["secretsmanager:GetSecretValue"],
          resources: [database.secret.arn],
        },
        {
          sid: "EncryptSecrets",
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          resources: [dataKey.arn],
          conditions: installation.via("secretsmanager"),
        },
        // Lambda uses the function's role to make the interfaces, and asks for the right to all before there is one.
        { sid: "JoinNetwork", actions: NETWORK_INTERFACES, resources: [installation.arn("ec2", "*/*")] },
        {
          sid: "FindNetwork",
          actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
          resources: ["*"],
        },
      ],
    });
    files.grantWrite(toggle, rotator.role.arn, accessPoint);
    const permission = new LambdaPermission(toggle, "permission", {
      statementId: "rotation",
      action: "lambda:InvokeFunction",
      functionName: rotator.name,
      principal: "secretsmanager.amazonaws.com",
      sourceAccount: installation.accountId,
    });
    new SecretsmanagerSecretRotation(toggle, "Default", {
      secretId: database.user.arn,
      rotationLambdaArn: rotator.arn,
      // OpenEMR is not installed yet where the stack is deployed for the first time.
      rotateImmediately: false,
      rotationRules: { automaticallyAfterDays: asNumber(days) },
      // Secrets Manager tries the function at once.
      dependsOn: [permission, database.user.version],
    });
  }

  /** Opens the ways that the function takes, and no others. */
  private connect(
    scope: Construct,
    from: SecurityGroup,
    { database, files }: UserRotationProps,
  ): ITerraformDependable[] {
    const to = (id: string, { securityGroup, port }: Database | Files, description: string) =>
      new Connection(scope, id, { from, to: securityGroup, port, description });
    return [
      to("to_database", database, "Rotation of the database user to Aurora MySQL"),
      to("to_files", files, "Rotation of the database user to EFS"),
      new InternetEgress(scope, "to_secrets_manager", { from, port: 443, description: "Secrets Manager" }),
    ].flatMap(({ rules }) => rules);
  }
}
