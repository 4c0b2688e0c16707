import { SENSITIVE, UNKNOWN } from "../plan/resource";
import { canonical, isEmpty } from "../plan/values/show";

/** The two values that are compared. On a new resource there is no `before`. */
export interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly isNew: boolean;
}

/**
 * Weaker where the second value is weaker than the first, or weak in itself on a new resource; fine where the rule knows
 * that it is not; unknown where the rule does not know such values.
 */
export type Verdict = "weaker" | "fine" | "unknown";

export type Judge = (sides: Sides) => Verdict;

const ON = /^(true|on|1|enabled|enhanced)$/i;
const OFF = /^(false|off|0|disabled)$/i;

const isOn = (value: unknown) => value === true || ON.test(String(value));
const isSwitch = (value: unknown) => isEmpty(value) || isOn(value) || OFF.test(String(value));

/** Weaker where the predicate holds; it knows nothing of other changes. */
export function weakerWhere(predicate: (sides: Sides) => boolean): Judge {
  return (sides) => (predicate(sides) ? "weaker" : "unknown");
}

/** Weaker where the predicate holds, and fine otherwise, as long as it knows both values. */
function judged(
  isWeaker: (sides: Sides) => boolean,
  knows: (value: unknown) => boolean,
  isFine: (sides: Sides) => boolean = () => true,
): Judge {
  return (sides) => {
    if (isWeaker(sides)) return "weaker";
    return knows(sides.before) && knows(sides.after) && isFine(sides) ? "fine" : "unknown";
  };
}

/** Something that protects is switched off, or is not switched on. */
export const goesOff = judged(
  ({ before, after, isNew }) => (isNew || isOn(before)) && !isOn(after),
  isSwitch,
);

/** Something that protects is switched off; a new resource may do without. */
export const isSwitchedOff = judged(
  ({ before, after, isNew }) => !isNew && isOn(before) && !isOn(after),
  isSwitch,
);

/** Something that is on unless it says false is switched off. */
export const saysNo = judged(
  ({ before, after, isNew }) => !isNew && before !== false && after === false,
  isSwitch,
);

/** Something that opens or destroys is switched on. */
export const goesOn = judged(({ before, after, isNew }) => (isNew || !isOn(before)) && isOn(after), isSwitch);

/** A number becomes smaller. */
export const goesDown = judged(
  ({ before, after, isNew }) =>
    !isNew && isNumber(before) && isNumber(after) && Number(after) < Number(before),
  isNumber,
);

/** A number becomes larger. */
export const goesUp = judged(
  ({ before, after, isNew }) =>
    !isNew && isNumber(before) && isNumber(after) && Number(after) > Number(before),
  isNumber,
);

/** A time for which something is kept becomes shorter; 0 or nothing is for ever. */
export const isKeptShorter = judged(
  ({ before, after, isNew }) => !isNew && keptFor(after) < keptFor(before),
  (days) => isEmpty(days) || isNumber(days),
);

/** A number of copies or days falls to none, or is none from the start. */
export const isNone: Judge = weakerWhere(
  ({ before, after, isNew }) => (isEmpty(after) || Number(after) === 0) && (isNew || Number(before) > 0),
);

/** Something that was given is another one, or is no longer given. */
export const isAnother: Judge = weakerWhere(
  ({ before, after, isNew }) => !isNew && !isEmpty(before) && canonical(before) !== canonical(after),
);

/** Something that was given is no longer given. */
export const isTakenAway: Judge = weakerWhere(
  ({ before, after, isNew }) => !isNew && !isEmpty(before) && isEmpty(after),
);

/** Something that was given is another one; that it is taken away is for another rule. */
export const isExchanged: Judge = weakerWhere(
  ({ before, after, isNew }) =>
    !isNew && !isEmpty(before) && !isEmpty(after) && canonical(before) !== canonical(after),
);

/** It changes in any way. */
export const changes: Judge = weakerWhere(
  ({ before, after, isNew }) =>
    !isNew && canonical(before ?? null) !== canonical(after ?? null) && !(isEmpty(before) && isEmpty(after)),
);

/** It is there, new or another one than before. */
export const isGiven: Judge = weakerWhere(
  ({ before, after, isNew }) => !isEmpty(after) && (isNew || canonical(before) !== canonical(after)),
);

/** A list loses some of its items. */
export const losesItems: Judge = weakerWhere(({ before, after, isNew }) => !isNew && lacks(before, after));

/** A list gets items that it did not have. */
export const gainsItems: Judge = weakerWhere(({ before, after, isNew }) => !isNew && lacks(after, before));

/** A list that had items has others, or none, whatever their order. */
export const isOtherSet: Judge = weakerWhere(({ before, after, isNew }) => {
  const [one, other] = [before, after].map((list) => (Array.isArray(list) ? list.map(canonical).sort() : []));
  return !isNew && one!.length > 0 && one!.join() !== other!.join();
});

/** A text that says something weak where it did not before. */
export function becomes(weak: RegExp): Judge {
  return weakerWhere(
    ({ before, after }) => weak.test(String(after ?? "")) && !weak.test(String(before ?? "")),
  );
}

/** A text that says something strong no longer does. */
export function isNoLonger(strong: RegExp): Judge {
  const isStrong = (value: unknown) => strong.test(String(value ?? ""));
  return judged(
    ({ before, after, isNew }) => !isNew && isStrong(before) && !isStrong(after),
    (value) => isEmpty(value) || typeof value === "string",
    ({ after }) => isStrong(after),
  );
}

/** True where the plan does not tell a value. */
export function isUntold(value: unknown): boolean {
  return value === UNKNOWN || value === SENSITIVE;
}

function keptFor(days: unknown): number {
  return isEmpty(days) || Number(days) === 0 ? Infinity : Number(days);
}

function lacks(list: unknown, other: unknown): boolean {
  if (!Array.isArray(list)) return false;
  const kept = new Set((Array.isArray(other) ? other : []).map(canonical));
  return list.some((item) => !kept.has(canonical(item)));
}

function isNumber(value: unknown): boolean {
  return value !== null && value !== "" && value !== undefined && Number.isFinite(Number(value));
}
