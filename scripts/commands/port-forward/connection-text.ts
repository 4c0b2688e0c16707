import type { Arguments } from "./arguments";
import type { Place } from "./place";
import { TARGETS } from "./targets";

const CERTIFICATES = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";

/** How to connect through the port, once it is open. */
export function connectionText(
  { target, localPort, port }: Pick<Arguments, "target" | "localPort" | "port">,
  { host, region, secret }: Place,
  taskId: string,
): string {
  const leads = (to: string) => `Port ${localPort} of this machine leads to ${to}.`;
  const readSecret = `aws secretsmanager get-secret-value --region ${region} --secret-id ${secret ?? "<secret>"}`;
  const lines =
    target === "openemr"
      ? [
          leads(`the web server of the task ${taskId}`),
          "",
          `Open         https://localhost:${localPort}`,
          "             The certificate there is the task's own, which no browser knows.",
        ]
      : port !== TARGETS.database.port
        ? [leads(`port ${port} of ${host}, through the task ${taskId}`)]
        : [
            leads(`${host}, through the task ${taskId}`),
            "",
            `Connect to   host 127.0.0.1, port ${localPort}, database openemr`,
            `As           ${readSecret} --query SecretString --output text`,
            "             shows the master user's name and password. Make users with fewer rights for other people.",
            `With TLS     which is required. Certificates: ${CERTIFICATES}`,
            "             The server's certificate is for its own name, not for localhost: have the authority verified, not the name.",
            `For example  mysql --host=127.0.0.1 --port=${localPort} --user=<user> --password --ssl-mode=VERIFY_CA --ssl-ca=global-bundle.pem openemr`,
          ];
  return [...lines, "", "Ctrl-C ends it.", ""].join("\n");
}
