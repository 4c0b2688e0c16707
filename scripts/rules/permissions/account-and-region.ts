import type { PlannedResource } from "../../plan/resource";
import { type Finding, findingOf } from "../finding";
import type { Area } from "../rule";

const TITLE = "Other accounts and regions";

/** Accounts and regions in names of AWS: `arn:aws:kms:us-east-1:123456789012:key/...`. */
const ARN = /arn:aws[a-z-]*:[a-z0-9-]+:([a-z0-9-]*):(\d{12})?:/g;

/** An account that is named by its number, as a policy's principal or a share may be. */
const ACCOUNT = /^\d{12}$/;

interface Named {
  readonly accounts: Set<string>;
  readonly regions: Set<string>;
}

/** Finds resources that name an account or a region which nothing of the stack named before. */
export const accountAndRegion: Area = {
  title: TITLE,
  find: (stack) => {
    if (stack.isNew) return [];
    const known = namedIn(stack.before.map(({ after }) => after));
    return stack.resources.flatMap((resource) => findingsOf(resource, known));
  },
};

function findingsOf(resource: PlannedResource, known: Named): Finding[] {
  if (!["create", "update", "replace"].includes(resource.change)) return [];
  const { accounts, regions } = namedIn([resource.after]);
  const fresh = (names: Set<string>, old: Set<string>) => [...names].filter((name) => !old.has(name));
  const [others, places] = [fresh(accounts, known.accounts), fresh(regions, known.regions)];
  // In a stack of which nothing tells the account nothing is another one.
  const found: Finding[] = [];
  if (others.length > 0 && known.accounts.size > 0) {
    found.push(
      findingOf(TITLE, resource, {
        severity: "danger",
        says: `names an account that the stack did not: ${others.join(", ")}`,
        after: others.join(", "),
        why: "What another account gets is out of reach of every key, log and backup here.",
      }),
    );
  }
  if (places.length > 0 && known.regions.size > 0) {
    found.push(
      findingOf(TITLE, resource, {
        severity: "warning",
        says: `names a region that the stack did not: ${places.join(", ")}`,
        after: places.join(", "),
        why: "Records that leave the region can be under another law, and under other keys and logs.",
      }),
    );
  }
  return found;
}

function namedIn(values: readonly unknown[]): Named {
  const named: Named = { accounts: new Set(), regions: new Set() };
  const read = (value: unknown): void => {
    if (typeof value === "string") readText(value, named);
    else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) read(part);
  };
  for (const value of values) read(value);
  return named;
}

function readText(text: string, { accounts, regions }: Named): void {
  if (ACCOUNT.test(text)) accounts.add(text);
  if (!text.includes("arn:aws")) {
    if (text.includes('"')) for (const [, account] of text.matchAll(/"(\d{12})"/g)) accounts.add(account!);
    return;
  }
  for (const [, region, account] of text.matchAll(ARN)) {
    if (region) regions.add(region);
    if (account) accounts.add(account);
  }
}
