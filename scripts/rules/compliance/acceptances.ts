import { UserError } from "../../../src/user-error";
import { isObject } from "../../system/json";
import { patternCovers } from "../permissions/policy/covers";
import type { Result } from "./evaluate";
import type { Outcome } from "./state-rule";

/** A weakness that somebody has decided to live with. */
export interface Acceptance {
  /** Names of rules, in any pack: `HIPAA.Security-IAMNoInlinePolicy`, or `*IAMNoInlinePolicy` for every pack. */
  readonly rules: readonly string[];
  /** Addresses; a `*` stands for anything. */
  readonly resources: readonly string[];
  readonly reason: string;
  /** Whom to ask. */
  readonly owner: string;
  /** @default - all */
  readonly environments?: readonly string[];
  /** Day from which on it counts no longer, e.g. `2027-06-30`. @default - never */
  readonly until?: string;
}

/** Something that can be accepted by the name of its rule and what it is about. */
export interface Acceptable {
  readonly rule: string;
  readonly resource: { readonly address: string };
  readonly outcome: Outcome;
}

export type Accepted<T extends Acceptable> = T & {
  /** @default - nobody has accepted it */
  readonly acceptance?: Acceptance;
};

export type Judged = Accepted<Result>;

const ALLOWED = ["rules", "resources", "reason", "owner", "environments", "until"];

/** The acceptances in a file's JSON. */
export function readAcceptances(content: unknown, file: string): Acceptance[] {
  const { accepted } = isObject(content) ? content : {};
  if (!Array.isArray(accepted)) {
    throw new UserError(`${file} must be {"accepted": [...]}, as docs/ci.md shows.`);
  }
  return accepted.map((entry: unknown, i) => readAcceptance(entry, `${file}, entry ${i + 1},`));
}

function readAcceptance(entry: unknown, place: string): Acceptance {
  if (!isObject(entry)) throw new UserError(`${place} must be an object with ${ALLOWED.join(", ")}.`);
  for (const name of ["rules", "resources"]) {
    const list = entry[name];
    if (
      !Array.isArray(list) ||
      list.length === 0 ||
      !list.every((text) => typeof text === "string" && text !== "")
    ) {
      throw new UserError(`${place} has no ${name}, but must have a list of names.`);
    }
  }
  for (const name of ["reason", "owner"]) {
    if (typeof entry[name] !== "string" || entry[name].trim() === "") {
      throw new UserError(`${place} has no ${name}. Say why it is accepted, and who is to be asked.`);
    }
  }
  const unknown = Object.keys(entry).filter((name) => !ALLOWED.includes(name));
  if (unknown.length > 0) {
    throw new UserError(`${place} has ${unknown.join(", ")}, but may have only ${ALLOWED.join(", ")}.`);
  }
  if (entry.until !== undefined && !isDay(entry.until)) {
    throw new UserError(`${place} has until = "${entry.until}", but must have a day such as 2027-06-30.`);
  }
  if (entry.environments !== undefined && !Array.isArray(entry.environments)) {
    throw new UserError(`${place} has environments that are no list. Name them: ["production"].`);
  }
  return entry as unknown as Acceptance;
}

/** Marks results that are accepted. Acceptances that match nothing would hide what comes later, and are refused. */
export function accept<T extends Acceptable>(
  results: readonly T[],
  acceptances: readonly Acceptance[],
  {
    environment,
    today,
    file,
    isWhole,
    hasScan = false,
  }: {
    readonly environment: string;
    readonly today: string;
    readonly file: string;
    readonly isWhole: boolean;
    /** Images were scanned. @default false: nobody knows whether what is accepted of them is still there */
    readonly hasScan?: boolean;
  },
): Array<Accepted<T>> {
  const used = new Set<Acceptance>();
  const open = acceptances.filter(
    ({ environments, until }) =>
      (environments?.includes(environment) ?? true) && (until === undefined || today < until),
  );
  const judged = results.map((result): Accepted<T> => {
    if (result.outcome === "passed") return result;
    const acceptance = open.find((candidate) => isAbout(candidate, result));
    if (!acceptance) return result;
    used.add(acceptance);
    return { ...result, acceptance };
  });
  const unused = isWhole
    ? open.filter((acceptance) => !used.has(acceptance) && (hasScan || !isOnlyAboutImages(acceptance)))
    : [];
  if (unused.length > 0) {
    const list = unused.map(({ rules, resources }) => `${rules.join(", ")} of ${resources.join(", ")}`);
    throw new UserError(
      `${file} accepts what nothing of ${environment} fails: ${list.join("; ")}. Delete the entry, or name the environments that it is for.`,
    );
  }
  return judged;
}

/** Rules of scanners are names of published weaknesses. */
function isOnlyAboutImages({ rules }: Acceptance): boolean {
  return rules.every((name) => /^(CVE|GHSA|ALAS[A-Z\d]*|DSA|DLA|TEMP)-/.test(name));
}

function isAbout({ rules, resources }: Acceptance, { rule, resource }: Acceptable): boolean {
  return (
    rules.some((name) => patternCovers(name, rule)) &&
    resources.some((address) => patternCovers(address, resource.address))
  );
}

function isDay(text: unknown): boolean {
  return typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
