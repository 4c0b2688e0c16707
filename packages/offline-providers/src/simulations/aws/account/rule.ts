import { type CtyObject, type CtyValue, canonicalJson, isObject } from "../../../cty/types";
import type { Change } from "../../../simulation";
import type { SimulatedAccount } from "./simulated-account";

/** The kinds of reasons for which AWS refuses a change. */
export type RefusalKind =
  | "name in use"
  | "protected"
  | "in use"
  | "not empty"
  | "order"
  | "quota"
  | "not known yet"
  | "not in the region"
  | "text";

/** A change that AWS refuses, with the error that it gives. */
export interface RefusalRule {
  readonly kind: RefusalKind;
  /** Type of the resource that is changed, such as `aws_vpc`; `any` for all of them. */
  readonly type: string;
  readonly action: Change["action"];
  /** The operation of AWS's API that refuses it, such as `DeleteVpc`. */
  readonly operation: string;
  /** The error's code, such as `DependencyViolation`. */
  readonly code: string;
  /** The page of AWS's documentation that says so. */
  readonly source: string;
  /** Why the change is refused, in AWS's words where they are known; undefined where it is not. */
  readonly reason: (change: Change, account: SimulatedAccount) => string | undefined;
}

/** The first refusal that holds, as Terraform shows an error of AWS's API. */
export function refusalOf(
  rules: readonly RefusalRule[],
  change: Change,
  account: SimulatedAccount,
): string | undefined {
  for (const rule of rules) {
    if ((rule.type !== "any" && rule.type !== change.type) || rule.action !== change.action) continue;
    const reason = rule.reason(change, account);
    if (reason !== undefined) return `${rule.operation}: api error ${rule.code}: ${reason}`;
  }
  return undefined;
}

/** All values at a path through blocks and lists, such as `network_configuration.subnets`. */
export function valuesAt(value: CtyValue | undefined, path: string): CtyValue[] {
  const [step, ...rest] = path.split(".");
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path));
  const found = isObject(value) ? value[step!] : undefined;
  if (rest.length > 0) return valuesAt(found, rest.join("."));
  return Array.isArray(found) ? found : found === undefined || found === null ? [] : [found];
}

/** The values of several attributes as one text, to compare; undefined where one of them is missing. */
export function identityBy(values: CtyObject, attributes: readonly string[]): string | undefined {
  const found = attributes.map((attribute) => values[attribute] ?? null);
  return found.some((value) => value === null || value === "") ? undefined : canonicalJson(found);
}
