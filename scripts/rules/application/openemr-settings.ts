import type { PlannedResource } from "../../plan/resource";
import { canonical } from "../../plan/values/show";
import { isObject, jsonIn } from "../../system/json";
import { type Finding, type FindingDetails, findingOf } from "../finding";
import type { Area } from "../rule";

const TITLE = "Settings of OpenEMR";

/** Settings of OpenEMR that lead mail, passwords or people elsewhere, or take protection away. */
const DANGERS: ReadonlyArray<readonly [name: RegExp, why: string]> = [
  [/^SMTP_(HOST|PORT)$/, "Mail to patients, and the password to send it, go to that host."],
  [/^SMTP_SECURE$/, "Mail to patients, and the password to send it, may cross the network in plain text."],
  [
    /^(site_addr_oath|portal_onsite_two_address)$/,
    "Tokens are given for that address, and patients are sent to it.",
  ],
  [
    /(password|secure_|_auth|ldap|mfa|lockout|max_failed|timeout|encryption|drive_encryption|audit|atna|login)/i,
    "By its name it decides who gets in, or what is recorded.",
  ],
];

const WHY = "OpenEMR's settings decide who can sign in, which interfaces answer, and what is sent where.";

/** Finds settings inside OpenEMR that a stack declares in another way than before. */
export const openEmrSettings: Area = {
  title: TITLE,
  knows: ({ type, before, after }, { pattern }) =>
    type === "aws_ssm_parameter" &&
    /^insecure_value(\.|$)/.test(pattern) &&
    [before, after].every((side) => settingsIn(side) !== undefined),
  find: ({ resources }) => resources.flatMap(settingFindings),
};

function settingFindings(resource: PlannedResource): Finding[] {
  if (resource.type !== "aws_ssm_parameter" || !["update", "replace"].includes(resource.change)) return [];
  const [before, after] = [settingsIn(resource.before), settingsIn(resource.after)];
  if (!before || !after) return [];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [one, other] = [before.get(name), after.get(name)];
    return one === other ? [] : [findingOf(TITLE, resource, detailsOf(name, one, other))];
  });
}

function detailsOf(name: string, before: string | undefined, after: string | undefined): FindingDetails {
  const danger = DANGERS.find(([pattern]) => pattern.test(name));
  return {
    severity: danger ? "danger" : "warning",
    ...(danger ? { harm: "exposure" } : {}),
    says: `declares another ${name} in OpenEMR`,
    attribute: `insecure_value[${name}]`,
    ...(before === undefined ? {} : { before }),
    after: after ?? "(none)",
    why: danger?.[1] ?? WHY,
  };
}

function settingsIn(values: unknown): Map<string, string> | undefined {
  return readSettings((values as { insecure_value?: unknown } | undefined)?.insecure_value);
}

/** The settings of a parameter by name; `undefined` where it holds something else. */
export function readSettings(text: unknown): Map<string, string> | undefined {
  const list = typeof text === "string" ? jsonIn(text) : undefined;
  if (!Array.isArray(list) || !list.every((item) => isObject(item) && typeof item.name === "string")) {
    return undefined;
  }
  return new Map(list.map((item) => [item.name as string, settingText(item)]));
}

/** The value, or where it is read from. */
function settingText({ name: _, value, ...rest }: Record<string, unknown>): string {
  return typeof value === "string" && Object.keys(rest).length === 0 ? value : canonical({ value, ...rest });
}
