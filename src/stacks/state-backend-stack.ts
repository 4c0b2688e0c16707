import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import type { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import { PrivateBucket } from "../aws/private-bucket";
import { STATE_ENVIRONMENT } from "../environments";
import { generalVariables } from "../installation-variables";
import type { StateSettings } from "../state/state-settings";
import { declareOutput } from "../terraform/output";
import { declareIn, type VariableConfig } from "../terraform/variable";
import { AwsStack } from "./aws-stack";

export const STATE_BACKEND_STACK = "state-backend";

/** A year to find out that a state was damaged, and to go back. */
const KEEP_OLD_STATES_FOR_DAYS = 365;

/**
 * Where the state of every environment is kept: a bucket, a table of locks and their key. It is made once for
 * an account by `npm run bootstrap`, and none of the three can be destroyed by Terraform.
 */
export class StateBackendStack extends AwsStack {
  constructor(scope: Construct, id: string, state: StateSettings) {
    super(scope, id, state);
    const own: Record<string, Partial<VariableConfig>> = {
      // Every later run means the bucket that the first one recorded.
      region: { default: state.region, description: "AWS region of the bucket and of the lock table." },
      name: { default: state.name ?? "openemr", description: "First part of every physical name." },
      deletion_protection: {
        description: "Protects the lock table, and keeps the bucket while it holds objects.",
      },
    };
    const variables = generalVariables(declareIn(this, own));
    const installation = this.install(STATE_ENVIRONMENT, variables);
    const preventDestroy = { preventDestroy: true };

    const key = new EncryptionKey(this, "key", {
      installation,
      name: "state",
      description: "Terraform state of every environment, and its locks",
    });
    key.key.lifecycle = preventDestroy;

    const { bucket } = new PrivateBucket(this, "bucket", {
      installation,
      name: "state",
      encryptionKey: key,
      keepOldVersionsForDays: KEEP_OLD_STATES_FOR_DAYS,
      statements: (arns) => [
        {
          // Terraform itself never does either; the lifecycle removes old versions past this policy.
          sid: "KeepEveryVersion",
          effect: "Deny",
          principals: "*",
          actions: ["s3:DeleteBucket", "s3:DeleteObjectVersion"],
          resources: [arns.bucket, arns.objects],
        },
      ],
    });
    bucket.lifecycle = preventDestroy;

    const lockTable = new DynamodbTable(this, "lock_table", {
      name: installation.names.of("lock"),
      billingMode: "PAY_PER_REQUEST",
      // The name that Terraform's S3 backend expects.
      hashKey: "LockID",
      attribute: [{ name: "LockID", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      deletionProtectionEnabled: variables.deletionProtection.value,
      lifecycle: preventDestroy,
    });

    declareOutput(this, "state_bucket", "Bucket that holds the state of every environment.", bucket.bucket);
    declareOutput(this, "state_region", "Region of the bucket and of the lock table.", installation.region);
    declareOutput(this, "state_lock_table", "Table of locks on the states.", lockTable.name);
    declareOutput(this, "state_kms_key", "Key that encrypts the states.", key.arn);
  }
}
