/** A type of Terraform's value system, in the JSON form in which schemas and states carry it. */
export type CtyType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | ["list" | "set" | "map", CtyType]
  | ["object", Record<string, CtyType>]
  | ["tuple", CtyType[]];

/** A value as these providers hold it: plain JavaScript, with {@link Unknown} for what is not known yet. */
export type CtyValue = null | string | number | boolean | Unknown | Dynamic | CtyValue[] | CtyObject;

/** An object or a map of values. */
export interface CtyObject {
  [name: string]: CtyValue;
}

/**
 * A value that is known only after apply.
 *
 * Terraform may attach what it knows already ("not null", "starts with arn:"). A value that is handed back
 * must carry the same, else Terraform takes it for a changed value; so the encoded form is kept.
 */
export class Unknown {
  constructor(readonly refinements?: Uint8Array) {}
}

/** A value of which nothing at all is known before apply. */
export const UNKNOWN = new Unknown();

/** A value whose type the schema leaves open; it travels together with its type. */
export class Dynamic {
  constructor(
    readonly type: CtyType,
    readonly value: CtyValue,
  ) {}
}

/** Whether the value is an object or a map that is known, at least in part. */
export function isObject(value: CtyValue | undefined): value is CtyObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Dynamic)
  );
}

/** Whether nothing in the value is still unknown. */
export function isWhollyKnown(value: CtyValue): boolean {
  if (value instanceof Unknown) return false;
  if (value instanceof Dynamic) return isWhollyKnown(value.value);
  if (Array.isArray(value)) return value.every(isWhollyKnown);
  return isObject(value) ? Object.values(value).every(isWhollyKnown) : true;
}

/** Text that is the same for equal values, whatever the order of an object's keys. */
export function canonicalJson(value: CtyValue): string {
  return JSON.stringify(value, (_, part: CtyValue) => {
    if (part instanceof Unknown) return { $unknown: true };
    if (!isObject(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
