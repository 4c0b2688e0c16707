/** How people reach the installation. */
export type Domain =
  | { readonly kind: "route53"; readonly domain: string }
  | { readonly kind: "certificate"; readonly certificateArn: string; readonly hostName: string }
  | { readonly kind: "none" };

/** The answers to all questions. */
export interface Answers {
  readonly region: string;
  /** IPv4 ranges that may reach it. */
  readonly allowed: readonly string[];
  /** For patients' data, or only to look at. */
  readonly kind: "protected" | "trial";
  readonly size: string;
  readonly domain: Domain;
  readonly mail: boolean;
  /** Who is told when something is wrong. Nobody is told of a trial. */
  readonly alarms: readonly string[];
  /** USD a month. */
  readonly budget: number;
}
