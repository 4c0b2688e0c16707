import { UserError } from "../../../src/user-error";
import type { Options } from "../../terminal/command-line";
import type { AuthorizationProps } from "./authorized";

/** Options of every command that has a person authorize it. */
export const AUTHORIZATION_OPTIONS = {
  site: { type: "string", default: "default" },
  "client-id": { type: "string" },
  port: { type: "string", default: "8737" },
  open: { type: "boolean", default: false },
  wait: { type: "string", default: "10" },
  ca: { type: "string" },
} as const satisfies Options;

export type AuthorizationArguments = Omit<AuthorizationProps, "clientName" | "scopes" | "isPublic">;

interface GivenAuthorization {
  readonly values: {
    readonly site: string;
    readonly "client-id"?: string;
    readonly port: string;
    readonly open: boolean;
    readonly wait: string;
    readonly ca?: string;
  };
  readonly positionals: readonly string[];
}

export function readAuthorization({ values, positionals }: GivenAuthorization): AuthorizationArguments {
  const { site, port, open, wait, ca } = values;
  if (!/^[A-Za-z0-9.-]+$/.test(site)) {
    throw new UserError(
      `--site is "${site}", but must be letters, digits, dots and hyphens, such as default.`,
    );
  }
  return {
    ...{ target: positionals[0], site, clientId: values["client-id"], open, ca },
    port: wholeNumber("port", port, 65_535),
    waitMinutes: wholeNumber("wait", wait, 60),
  };
}

/** @throws a UserError where an option is no number from 1 to the most */
export function wholeNumber(option: string, given: string, most: number): number {
  if (/^[1-9]\d*$/.test(given) && Number(given) <= most) return Number(given);
  throw new UserError(`--${option} is "${given}", but must be a whole number from 1 to ${most}.`);
}
