import {
  type Check,
  checkAddresses,
  checkBudget,
  checkDomain,
  checkDomainIn,
  checkHostName,
  checkRanges,
  checkRegion,
  checkSize,
  oneOf,
} from "./checks";

export interface Question {
  /** The option that answers it: `region` for `--region`. */
  readonly option: string;
  readonly question: string;
  /** Price and result of an answer. */
  readonly consequence: string;
  readonly check: Check;
  readonly fallback?: string;
  /** The form in which an answer is taken that people write in several. @default - as it is */
  readonly meant?: (answer: string) => string;
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

/** Names of domains know no case, and end with a dot where they are written in full. */
function domainName(text: string): string {
  return text.startsWith("arn:") ? text : lowerCase(text).replace(/\.$/, "");
}

export const REGION: Question = {
  option: "region",
  question: "Where does it run? The code of an AWS region",
  consequence:
    "All data stays there, prices differ by up to a third, and another region later is another installation. Take one near the people, in the country that the law asks for.",
  check: checkRegion,
  meant: lowerCase,
  fallback: "us-east-1",
};

export const ALLOWED: Question = {
  option: "allow",
  question: "Who can reach it? Ranges of addresses, with commas between them",
  consequence:
    "It costs nothing. Everybody else meets a closed door. Your own address is what https://checkip.amazonaws.com answers, followed by /32; 0.0.0.0/0 is everyone.",
  check: checkRanges,
};

export const KIND: Question = {
  option: "kind",
  question: "Is it protected, for patients' data, or a trial?",
  consequence:
    "Protected: firewall, private subnets, alarms, backups that nobody can delete before their time, and a destroy that refuses. A trial gives all of that up, costs a fraction, and must never hold patients' data.",
  check: oneOf(["protected", "trial"]),
  meant: lowerCase,
  fallback: "protected",
};

export const SIZE: Question = {
  option: "size",
  question: "How large is it?",
  consequence: "It can be changed at any time, except that zones are not taken back.",
  check: checkSize,
  meant: lowerCase,
};

export const DOMAIN: Question = {
  option: "domain",
  question: "Which domain? A hosted zone in Route 53, the ARN of a certificate, or none",
  consequence:
    "With a public hosted zone of this account, certificate and DNS records are made and renewed. With a certificate of AWS Certificate Manager the DNS record is made by hand. With none it serves plain HTTP, which only a trial may.",
  check: checkDomain,
  meant: domainName,
};

export const HOST_NAME: Question = {
  option: "host-name",
  question: "Which name is the certificate for?",
  consequence: "People open it, and OpenEMR gives it out as its own.",
  check: checkHostName,
  meant: domainName,
};

export const MAIL: Question = {
  option: "mail",
  question: "Shall it send mail? yes or no",
  consequence:
    "Reminders, and passwords that people forgot. It needs a domain in Route 53, an endpoint in each zone, and an account that has left the sandbox of SES.",
  check: oneOf(["yes", "no"]),
  meant: (answer) => ["yes", "no"].find((word) => word[0] === lowerCase(answer)) ?? lowerCase(answer),
  fallback: "no",
};

/** Patients' data need HTTPS, and that a name. */
export function checkDomainOfProtected(region: string): Check {
  return (answer) =>
    answer === "none"
      ? "Without a domain OpenEMR would serve plain HTTP, which only a trial may. Give a domain or a certificate, or begin again with --kind trial."
      : checkDomainIn(region)(answer);
}

/** SES sends for a domain whose records this project can make. */
export const checkMailElsewhere: Check = (answer) =>
  answer === "yes"
    ? "Mail needs a domain that is a hosted zone in Route 53. Answer no, or begin again with --domain."
    : MAIL.check(answer);

/** Asked only where it is for patients' data: a trial has no alarms. */
export const ALARMS: Question = {
  option: "alarms",
  question: "Who is told when something is wrong? E-mail addresses, with commas between them, or none",
  consequence:
    "Each address gets a message from AWS first, with a link to confirm. With none the alarms ring and nobody hears them.",
  check: checkAddresses,
  fallback: "none",
};

export const BUDGET: Question = {
  option: "budget",
  question: "How many USD a month may it cost?",
  consequence:
    "The estimate is compared with it now, before use: requests, storage and traffic come on top. Where there are alarms, AWS tells when a month costs more. Nothing is switched off.",
  check: checkBudget,
};

/** Questions of every installation. */
export const QUESTIONS: readonly Question[] = [REGION, ALLOWED, KIND, SIZE, DOMAIN, MAIL, BUDGET];
