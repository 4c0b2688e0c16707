import { EC2Client } from "@aws-sdk/client-ec2";
import { EMRServerlessClient } from "@aws-sdk/client-emr-serverless";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";

/** The services that know what Studio and Spark leave behind. */
export interface Clients {
  readonly sagemaker: SageMakerClient;
  readonly emr: EMRServerlessClient;
  readonly ec2: EC2Client;
}

export function makeClients(region: string | undefined): Clients {
  const config = region ? { region } : {};
  return {
    sagemaker: new SageMakerClient(config),
    emr: new EMRServerlessClient(config),
    ec2: new EC2Client(config),
  };
}
