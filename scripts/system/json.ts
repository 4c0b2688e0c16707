import { readFileSync } from "node:fs";
import { UserError } from "../../src/user-error";

/** True for an object; false for a list and for null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return isObjectOrList(value) && !Array.isArray(value);
}

/** True for whatever has values inside: an object or a list, and not null. */
export function isObjectOrList(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

/** The object or list that a text is the JSON of; `undefined` for any other text. */
export function jsonIn(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObjectOrList(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The object that a text must be the JSON of.
 *
 * @param what was given, as the beginning of the errors
 * @param wayOut for the end of the errors
 * @throws UserError for any other text
 */
export function parseJsonObject(text: string, what: string, wayOut: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${what}, which is not JSON: ${(error as Error).message}. ${wayOut}`);
  }
  if (!isObject(value)) throw new UserError(`${what}, but must hold a JSON object. ${wayOut}`);
  return value;
}

/**
 * The text of a file that a person named.
 *
 * @param what was given, as the beginning of the error
 * @throws UserError where it cannot be read
 */
export function readText(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${what}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
