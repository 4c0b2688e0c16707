import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { Construct } from "constructs";
import { asString, type Value } from "../terraform/expression";
import { PhysicalNames } from "./physical-names";

/** The choices that are a part of everything in an installation. */
export interface InstallationProps {
  /** The environment's name, a part of every physical name. */
  readonly environment: string;
  /** First part of every physical name. */
  readonly name: Value<string>;
  readonly region: Value<string>;
  /** Resources that hold data resist deletion. */
  readonly deletionProtection: Value<boolean>;
}

/** Where an installation is and how its parts are named: every capability has to know it. */
export class Installation extends Construct {
  readonly region: string;
  readonly accountId: string;
  /** `aws`, `aws-us-gov` or `aws-cn`. */
  readonly partition: string;
  readonly names: PhysicalNames;
  /** Resources that hold data resist deletion. */
  readonly deletionProtection: Value<boolean>;

  constructor(
    scope: Construct,
    id: string,
    { environment, name, region, deletionProtection }: InstallationProps,
  ) {
    super(scope, id);
    this.region = asString(region);
    this.accountId = new DataAwsCallerIdentity(this, "account").accountId;
    this.partition = new DataAwsPartition(this, "partition").partition;
    this.deletionProtection = deletionProtection;
    this.names = new PhysicalNames(this, {
      name,
      environment,
      region: this.region,
      accountId: this.accountId,
    });
  }

  /** The ARN of something in this account and region, e.g. `arn("logs", "log-group:/x:*")`. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  /** The ARN of something of IAM in this account, which has no regions, e.g. `iamArn("role/x")`. */
  iamArn(resource: string): string {
    return `arn:${this.partition}:iam::${this.accountId}:${resource}`;
  }

  /** The ARN of a policy that AWS itself keeps, e.g. `service-role/AWSBackupServiceRolePolicyForBackup`. */
  awsPolicyArn(path: string): string {
    return `arn:${this.partition}:iam::aws:policy/${path}`;
  }

  /** Conditions of a trust in an AWS service: it acts for this account and for no other. */
  get onBehalfOfThisAccount() {
    return { StringEquals: { "aws:SourceAccount": this.accountId } };
  }

  /** Conditions of a right to use a key: only by way of a service of this region, e.g. `via("s3")`. */
  via(service: string) {
    return { StringEquals: { "kms:ViaService": `${service}.${this.region}.amazonaws.com` } };
  }
}
