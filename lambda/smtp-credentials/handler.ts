import { ECSClient } from "@aws-sdk/client-ecs";
import { IAMClient } from "@aws-sdk/client-iam";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { STSClient } from "@aws-sdk/client-sts";
import { AccessKeys } from "./access-keys";
import { CredentialSecret } from "./credential-secret";
import { OpenEmrService } from "./openemr-service";
import { readRequest } from "./request";
import { readSettings } from "./settings";
import { SmtpCredentials } from "./smtp-credentials";

/** AWS throttles IAM and ECS more readily than others. */
const clientSettings = { maxAttempts: 6 };
const iam = new IAMClient(clientSettings);
const secrets = new SecretsManagerClient(clientSettings);
const ecs = new ECSClient(clientSettings);

/**
 * Makes and rotates the SMTP credentials of OpenEMR's tasks.
 *
 * `{"action": "ensure"}` comes from Terraform before the service exists, `{"action": "rotate"}` from an
 * operator, and the events of ECS about complete deployments have earlier keys deleted. No key and no password is
 * in a result, an error or the log.
 */
export async function handler(event: unknown): Promise<{ readonly outcome: string }> {
  const request = readRequest(event);
  const settings = readSettings(process.env);
  const credentials = new SmtpCredentials({
    keys: new AccessKeys(
      { iam, stsWith: (key) => new STSClient({ ...clientSettings, credentials: key }) },
      settings.userName,
    ),
    secret: new CredentialSecret(secrets, settings.secretArn),
    service: new OpenEmrService(ecs, settings.clusterName, settings.serviceName),
    region: settings.region,
    longestRunSeconds: settings.longestRunSeconds,
    now: Date.now,
  });
  const outcome =
    request.action === "retire"
      ? await credentials.retire(request.deployment)
      : await credentials[request.action]();
  console.log(JSON.stringify({ action: request.action, outcome }));
  return { outcome };
}
