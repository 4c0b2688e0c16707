import { DescribeCertificateCommand } from "@aws-sdk/client-acm";
import { CERTIFICATE_DAYS } from "../../../src/monitoring/certificate-days";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Answer, type Question, right, unknown, wrong } from "../question";

const DAY = 24 * 60 * 60 * 1000;
/** The certificate that the operator names: issued, not about to end, and for the name that people open. */
export function certificateQuestions({ acm }: Clients, environment: CheckedEnvironment): Question[] {
  const arn = environment.text("certificate_arn");
  if (!arn) return [];
  return [
    {
      area: "Certificate",
      what: environment.hostName ?? "for the load balancer's own name",
      ask: () => look(acm, arn, environment.hostName),
    },
  ];
}

async function look(acm: Clients["acm"], arn: string, host: string | undefined): Promise<Answer> {
  const request = `aws acm request-certificate --validation-method DNS --domain-name ${host ?? "<name>"}`;
  const { Certificate: certificate } = await acm
    .send(new DescribeCertificateCommand({ CertificateArn: arn }))
    .catch((error: Error) => {
      if (error.name === "ResourceNotFoundException") return { Certificate: null };
      throw error;
    });
  if (!certificate) return wrong(`${arn} is not in this account and region`, request);
  const { Status: status = "unknown", SubjectAlternativeNames: names = [], NotAfter: end } = certificate;
  const isImported = certificate.Type === "IMPORTED";
  const renew = isImported
    ? `aws acm import-certificate --certificate-arn ${arn} --certificate fileb://certificate.pem --private-key fileb://key.pem --certificate-chain fileb://chain.pem`
    : request;
  if (status === "PENDING_VALIDATION") {
    return wrong(
      status,
      `make the DNS records that "aws acm describe-certificate --certificate-arn ${arn}" shows`,
    );
  }
  if (status !== "ISSUED") return wrong(status, renew);
  if (!host)
    return unknown("issued, but the environment has no host_name to compare it with", "set host_name");
  if (!names.some((name) => covers(name, host))) return wrong(`it is for ${names.join(", ")}`, request);
  const days = end ? Math.floor((end.getTime() - Date.now()) / DAY) : undefined;
  const renewal = isImported ? "AWS does not renew it, as it was imported" : "AWS has not renewed it";
  if (days !== undefined && days < CERTIFICATE_DAYS) {
    return wrong(`it ends in ${days} days: ${renewal}`, renew);
  }
  return right(`issued for ${names.join(", ")}${isImported ? `, ends in ${days} days: ${renewal}` : ""}`);
}

/** A star stands for one label. */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith("*.") && name.slice(1) === host.slice(host.indexOf(".")));
}
