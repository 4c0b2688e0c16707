import { SENSITIVE, UNKNOWN } from "../plan/resource";
import { canonical, isEmpty } from "../plan/values/show";

/** The two values that are compared. On a new resource there is no `before`. */
export interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly isNew: boolean;
}

/** True where the second value is weaker than the first, or weak in itself on a new resource. */
export type Weaker = (sides: Sides) => boolean;

const isOn = (value: unknown) => value === true || /^(true|on|1|enabled|enhanced)$/i.test(String(value));

/** Something that protects is switched off, or is not switched on. */
export const goesOff: Weaker = ({ before, after, isNew }) => (isNew || isOn(before)) && !isOn(after);

/** The same, but a new resource may do without. */
export const isSwitchedOff: Weaker = ({ before, after, isNew }) => !isNew && isOn(before) && !isOn(after);

/** Something that opens or destroys is switched on. */
export const goesOn: Weaker = ({ before, after, isNew }) => (isNew || !isOn(before)) && isOn(after);

/** A number becomes smaller. */
export const goesDown: Weaker = ({ before, after, isNew }) =>
  !isNew && isNumber(before) && isNumber(after) && Number(after) < Number(before);

/** A number becomes larger. */
export const goesUp: Weaker = ({ before, after, isNew }) =>
  !isNew && isNumber(before) && isNumber(after) && Number(after) > Number(before);

/** A time for which something is kept becomes shorter; 0 or nothing is for ever. */
export const isKeptShorter: Weaker = ({ before, after, isNew }) => {
  if (isNew) return false;
  const [one, other] = [before, after].map((days) =>
    isEmpty(days) || Number(days) === 0 ? Infinity : Number(days),
  );
  return other! < one!;
};

/** A number of copies or days falls to none, or is none from the start. */
export const isNone: Weaker = ({ before, after, isNew }) =>
  (isEmpty(after) || Number(after) === 0) && (isNew || Number(before) > 0);

/** Something that was given is another one, or is no longer given. */
export const isAnother: Weaker = ({ before, after, isNew }) =>
  !isNew && !isEmpty(before) && canonical(before) !== canonical(after);

/** Something that was given is no longer given. */
export const isTakenAway: Weaker = ({ before, after, isNew }) => !isNew && !isEmpty(before) && isEmpty(after);

/** It changes in any way. */
export const changes: Weaker = ({ before, after, isNew }) =>
  !isNew && canonical(before ?? null) !== canonical(after ?? null) && !(isEmpty(before) && isEmpty(after));

/** A list loses some of its items. */
export const losesItems: Weaker = ({ before, after, isNew }) => {
  if (isNew || !Array.isArray(before)) return false;
  const kept = new Set((Array.isArray(after) ? after : []).map(canonical));
  return before.some((item) => !kept.has(canonical(item)));
};

/** A list that had items has others, or none, whatever their order. */
export const isOtherSet: Weaker = ({ before, after, isNew }) => {
  const [one, other] = [before, after].map((list) => (Array.isArray(list) ? list.map(canonical).sort() : []));
  return !isNew && one!.length > 0 && one!.join() !== other!.join();
};

/** A list gets items that it did not have. */
export const gainsItems: Weaker = ({ before, after, isNew }) =>
  losesItems({ before: after, after: before, isNew });

/** A text that says something weak where it did not before. */
export function becomes(weak: RegExp): Weaker {
  return ({ before, after }) => weak.test(String(after ?? "")) && !weak.test(String(before ?? ""));
}

/** A text that says something strong no longer does. */
export function isNoLonger(strong: RegExp): Weaker {
  return ({ before, after, isNew }) =>
    !isNew && strong.test(String(before ?? "")) && !strong.test(String(after ?? ""));
}

/** True where the plan does not tell a value. */
export function isUntold(value: unknown): boolean {
  return value === UNKNOWN || value === SENSITIVE;
}

function isNumber(value: unknown): boolean {
  return value !== null && value !== "" && value !== undefined && Number.isFinite(Number(value));
}
