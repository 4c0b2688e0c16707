import type { WorkspaceVariable } from "./workspace";

/** The environment variables by which a run gets a role of AWS, for itself only, through OpenID Connect. */
export const AUTH_VARIABLE = "TFC_AWS_PROVIDER_AUTH";
export const ROLE_VARIABLES = {
  /** For both phases, or for the one that has none of its own. */
  run: "TFC_AWS_RUN_ROLE_ARN",
  plan: "TFC_AWS_PLAN_ROLE_ARN",
  apply: "TFC_AWS_APPLY_ROLE_ARN",
} as const;

export const ROLE_ARN = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** How a workspace's runs come to credentials of AWS. */
type AwsCredentials =
  | { readonly kind: "roles"; readonly plan: string; readonly apply: string }
  | { readonly kind: "keys" }
  | { readonly kind: "none"; readonly reason: string };

/** Reads the credentials of runs from a workspace's variables, as the agent of Terraform Cloud does. */
export function awsCredentials(variables: readonly WorkspaceVariable[]): AwsCredentials {
  const given = new Map(variables.filter(({ category }) => category === "env").map((v) => [v.key, v.value]));
  const auth = given.get(AUTH_VARIABLE);
  if (auth === undefined) {
    if (given.has("AWS_ACCESS_KEY_ID") && given.has("AWS_SECRET_ACCESS_KEY")) return { kind: "keys" };
    return { kind: "none", reason: `${AUTH_VARIABLE} is not set` };
  }
  // A sensitive variable cannot be read; it is taken to be right.
  if (auth !== null && auth !== "true") {
    return { kind: "none", reason: `${AUTH_VARIABLE} is "${auth}", but must be "true"` };
  }
  const roleOf = (phase: "plan" | "apply") =>
    given.has(ROLE_VARIABLES[phase]) ? ROLE_VARIABLES[phase] : ROLE_VARIABLES.run;
  for (const name of [roleOf("plan"), roleOf("apply")]) {
    if (!given.has(name)) {
      const { run, plan, apply } = ROLE_VARIABLES;
      return {
        kind: "none",
        reason: `${AUTH_VARIABLE} is "true", but neither ${run} nor both of ${plan} and ${apply} are set`,
      };
    }
    const value = given.get(name);
    if (typeof value === "string" && !ROLE_ARN.test(value)) {
      return { kind: "none", reason: `${name} is "${value}", but must be the ARN of a role of IAM` };
    }
  }
  const show = (phase: "plan" | "apply") => given.get(roleOf(phase)) ?? "(sensitive)";
  return { kind: "roles", plan: show("plan"), apply: show("apply") };
}
