import { EC2Client } from "@aws-sdk/client-ec2";
import { EMRServerlessClient } from "@aws-sdk/client-emr-serverless";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { clientSettings } from "../../system/client-settings";

/** The services that know what Studio and Spark leave behind. */
export interface Clients {
  readonly sagemaker: SageMakerClient;
  readonly emr: EMRServerlessClient;
  readonly ec2: EC2Client;
}

export function makeClients(region: string | undefined): Clients {
  const settings = clientSettings(region);
  return {
    sagemaker: new SageMakerClient(settings),
    emr: new EMRServerlessClient(settings),
    ec2: new EC2Client(settings),
  };
}
