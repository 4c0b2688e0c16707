import type { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { allowLogEncryption } from "../aws/log-group";

/** Makes the key of logs, most of them in CloudWatch Logs: they hold statements and addresses of patients and staff. */
export function makeLogKey(scope: Construct, id: string, installation: Installation): EncryptionKey {
  const { prefix } = installation.names;
  return new EncryptionKey(scope, id, {
    installation,
    name: "logs",
    description: "Logs of OpenEMR",
    statements: [
      allowLogEncryption(installation, [
        `/${prefix}/*`,
        `/aws/lambda/${prefix}-*`,
        `/aws/rds/cluster/${prefix}-*`,
        `aws-waf-logs-${prefix}`,
      ]),
    ],
  });
}
