import { DescribeCertificateCommand } from "@aws-sdk/client-acm";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Answer, type Question, right, unknown, wrong } from "../question";

const DAY = 24 * 60 * 60 * 1000;
/** AWS renews what it can 45 days before the end or earlier, so one that is nearer to it was not renewed. */
const RENEWED_DAYS = 45;

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
  if (status === "PENDING_VALIDATION") {
    return wrong(
      status,
      `make the DNS records that "aws acm describe-certificate --certificate-arn ${arn}" shows`,
    );
  }
  if (status !== "ISSUED") return wrong(status, request);
  if (!host)
    return unknown("issued, but the environment has no host_name to compare it with", "set host_name");
  if (!names.some((name) => covers(name, host))) return wrong(`it is for ${names.join(", ")}`, request);
  const days = end ? Math.floor((end.getTime() - Date.now()) / DAY) : undefined;
  if (days !== undefined && days < RENEWED_DAYS) {
    return wrong(`it ends in ${days} days, and was not renewed`, request);
  }
  return right(`issued for ${names.join(", ")}`);
}

/** A star stands for one label. */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith("*.") && name.slice(1) === host.slice(host.indexOf(".")));
}
