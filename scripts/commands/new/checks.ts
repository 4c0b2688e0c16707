import { isIPv4 } from "node:net";
import { REGION_FORMS } from "../../../src/installation-variables";
import { SIZES } from "./sizes";

/** Says why an answer cannot be, or undefined where it can. The plan looks at all of it once more. */
export type Check = (answer: string) => string | undefined;

export const checkRegion: Check = (answer) => {
  const broken = REGION_FORMS.find(
    ({ pattern, inverted = false }) => new RegExp(`^(${pattern})$`).test(answer) === inverted,
  );
  return broken && `The region is "${answer}", but must be ${broken.mustBe}. ${broken.hint ?? ""}`.trim();
};

export const checkRanges: Check = (answer) => {
  const bad = listOf(answer).find((range) => meantRange(range) !== range);
  if (bad === undefined && listOf(answer).length > 0) return undefined;
  const meant = meantRange(bad ?? answer);
  if (meant === undefined) {
    return `"${bad ?? answer}" is not a range, but must be addresses in CIDR notation, such as 203.0.113.0/24, with commas between them.`;
  }
  const [address] = bad!.split("/");
  return bad === address
    ? `"${bad}" is one address, but must be a range: ${meant} is this address and no other.`
    : `"${bad}" is an address within a range, but must be the range, ${meant}, or ${address}/32 for this address and no other.`;
};

export const checkSize: Check = (answer) =>
  SIZES.some(({ name }) => name === answer)
    ? undefined
    : `The size is "${answer}", but must be ${SIZES.map(({ name }) => name).join(", ")}.`;

export const checkBudget: Check = (answer) =>
  /^\d{1,7}$/.test(answer) && Number(answer) > 0
    ? undefined
    : `The budget is "${answer}", but must be a whole number of USD a month, such as 500.`;

export const checkDomain: Check = (answer) =>
  answer === "none" || CERTIFICATE.test(answer) || /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(answer)
    ? undefined
    : `The domain is "${answer}", but must be a domain such as example.org, the ARN of a certificate of AWS Certificate Manager (arn:aws:acm:<region>:<account>:certificate/<id>), or none.`;

/** Like the rule of `certificate_arn`. A load balancer takes a certificate of its own region only. */
const CERTIFICATE = /^arn:aws[a-z-]*:acm:([a-z0-9-]+):\d{12}:certificate\/[\w-]+$/;

export function checkDomainIn(region: string): Check {
  return (answer) => {
    const [, elsewhere = region] = CERTIFICATE.exec(answer) ?? [];
    return elsewhere === region
      ? checkDomain(answer)
      : `The certificate is in ${elsewhere}, but must be in ${region}, where the load balancer is. Ask AWS Certificate Manager for one there.`;
  };
}

export const checkHostName: Check = (answer) =>
  /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(answer)
    ? undefined
    : `The name is "${answer}", but must be a domain name such as openemr.example.org.`;

/** Like the rule of `alarm_email_addresses`, or `none`. */
export const checkAddresses: Check = (answer) => {
  if (answer === "none") return undefined;
  const bad = listOf(answer).find((address) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address));
  if (bad === undefined && listOf(answer).length > 0) return undefined;
  return `"${bad ?? answer}" is not an e-mail address, but must be addresses such as operations@example.org, with commas between them, or none.`;
};

export function oneOf(words: readonly string[]): Check {
  return (answer) =>
    words.includes(answer) ? undefined : `The answer is "${answer}", but must be ${words.join(" or ")}.`;
}

/** `a, b` as a list. */
export function listOf(answer: string): string[] {
  return answer.split(/[\s,]+/).filter((part) => part !== "");
}

/** A range as AWS takes it, from its first address on, or undefined where there is none to see. */
function meantRange(text: string): string | undefined {
  const [address, bits = "32", ...more] = text.split("/");
  if (!isIPv4(address!) || !/^(\d|[12]\d|3[0-2])$/.test(bits) || more.length > 0) return undefined;
  const size = 2 ** (32 - Number(bits));
  const number = address!.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = number - (number % size);
  return `${[24, 16, 8, 0].map((shift) => (first >>> shift) % 256).join(".")}/${bits}`;
}
