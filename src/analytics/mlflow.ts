import { SagemakerMlflowTrackingServer } from "@cdktf/provider-aws/lib/sagemaker-mlflow-tracking-server";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { PolicyStatement } from "../aws/policy-document";
import { ServiceRole } from "../aws/service-role";
import { type ExportStore, FOLDERS } from "./export-store";

export interface MlflowProps {
  readonly installation: Installation;
  readonly store: ExportStore;
  /**
   * Something that takes minutes to be made. IAM takes seconds to make a new role known everywhere, and the provider gives
   * up at once where SageMaker cannot assume it yet (its source of `aws_sagemaker_mlflow_tracking_server`, read on
   * 2026-11-30), which it does not for functions, flow logs, trails, backup selections and roles of the database.
   */
  readonly madeAfter: ITerraformDependable;
}

/** Where in the folder `work` models and other artifacts of runs lie. */
const ARTIFACTS = "mlflow";

/**
 * A tracking server of MLflow, of the smallest size, for experiments and models of Studio. It is billed by the hour for as
 * long as it is not stopped. AWS runs it outside the VPC; artifacts lie in the bucket of the database's exports.
 */
export class Mlflow extends Construct {
  readonly server: SagemakerMlflowTrackingServer;

  constructor(scope: Construct, id: string, { installation, store, madeAfter }: MlflowProps) {
    super(scope, id);
    const role = new ServiceRole(this, "role", {
      installation,
      name: "AmazonSageMaker-mlflow",
      service: "sagemaker.amazonaws.com",
      statements: [
        { sid: "FindArtifacts", actions: ["s3:ListBucket"], resources: [store.database.arn] },
        {
          sid: "KeepArtifacts",
          actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
          resources: [`${store.database.arn}/${FOLDERS.work}/${ARTIFACTS}/*`],
        },
        store.useOfKeyInS3,
      ],
    });
    this.server = new SagemakerMlflowTrackingServer(this, "Default", {
      trackingServerName: installation.names.of("mlflow"),
      trackingServerSize: "Small",
      artifactStoreUri: `s3://${store.database.name}/${FOLDERS.work}/${ARTIFACTS}`,
      roleArn: role.arn,
      dependsOn: [...role.permissions, madeAfter],
    });
  }

  /** Lets its holder use the server, and start and stop it, so that nobody pays for it at night. */
  get use(): PolicyStatement[] {
    const resources = [this.server.arn];
    return [
      {
        sid: "OpenMlflow",
        actions: [
          "sagemaker:CreatePresignedMlflowTrackingServerUrl",
          "sagemaker:DescribeMlflowTrackingServer",
          "sagemaker:StartMlflowTrackingServer",
          "sagemaker:StopMlflowTrackingServer",
        ],
        resources,
      },
      // All that MLflow itself can do, on this server only. By name, it would be longer than IAM lets a role's policies be.
      { sid: "UseMlflow", actions: ["sagemaker-mlflow:*"], resources },
      // A listing knows no resource.
      { sid: "FindMlflow", actions: ["sagemaker:ListMlflowTrackingServers"], resources: ["*"] },
    ];
  }
}
