import { ACMClient } from "@aws-sdk/client-acm";
import { BackupClient } from "@aws-sdk/client-backup";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { GuardDutyClient } from "@aws-sdk/client-guardduty";
import { IAMClient } from "@aws-sdk/client-iam";
import { RDSClient } from "@aws-sdk/client-rds";
import { Route53Client } from "@aws-sdk/client-route-53";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SESClient } from "@aws-sdk/client-ses";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { STSClient } from "@aws-sdk/client-sts";
import { clientSettings } from "../system/client-settings";

/** A way over the network in place of the one to AWS, for tests. */
interface OtherWay {
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  // Each client has a type of its own for the same handler.
  readonly requestHandler: never;
}

/** Answers questions about names, as the Domain Name System does. */
export interface NameServers {
  resolveNs(name: string): Promise<string[]>;
  resolveCaa(name: string): Promise<ReadonlyArray<{ readonly issue?: string; readonly issuewild?: string }>>;
}

/** Clients of all services that the check asks, in the installation's region. */
export function clientsOf(region: string, otherWay?: OtherWay) {
  const settings = { ...clientSettings(region), ...otherWay };
  const inVirginia = { ...settings, region: "us-east-1" };
  return {
    acm: new ACMClient(settings),
    backup: new BackupClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    logs: new CloudWatchLogsClient(settings),
    ec2: new EC2Client(settings),
    ecr: new ECRClient(settings),
    guardduty: new GuardDutyClient(settings),
    iam: new IAMClient(inVirginia),
    rds: new RDSClient(settings),
    route53: new Route53Client(inVirginia),
    secrets: new SecretsManagerClient(settings),
    ses: new SESClient(settings),
    sesv2: new SESv2Client(settings),
    quotas: new ServiceQuotasClient(settings),
    // A region that is off answers nothing, so whether it is on is asked elsewhere.
    regions: new EC2Client(inVirginia),
    sts: new STSClient(inVirginia),
  };
}

export type Clients = ReturnType<typeof clientsOf>;
