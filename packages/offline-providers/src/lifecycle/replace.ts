import { type CtyObject, type CtyValue, canonicalJson, isObject } from "../cty/types";

/**
 * Which arguments, of those that the provider cannot change in place, a plan changes.
 *
 * @param replacing paths through any blocks, such as `volume.name`; that of a block stands for all that is in it
 * @returns their top-level names
 */
export function replacedBecauseOf(
  replacing: readonly string[],
  prior: CtyObject,
  planned: CtyObject,
): string[] {
  const changed = replacing.filter((path) => {
    const [before, after] = [prior, planned].map((values) =>
      canonicalJson(valuesAt(values, path.split("."))),
    );
    return before !== after;
  });
  return [...new Set(changed.map((path) => path.split(".", 1)[0]!))];
}

/** All values at a path; of a list or set those of each element, in any order. */
function valuesAt(value: CtyValue | undefined, path: readonly string[]): CtyValue[] {
  if (Array.isArray(value) && path.length > 0) {
    return value
      .flatMap((element) => valuesAt(element, path))
      .sort((one, other) => (canonicalJson(one) < canonicalJson(other) ? -1 : 1));
  }
  const [step, ...rest] = path;
  if (step === undefined) return [value ?? null];
  return isObject(value) ? valuesAt(value[step], rest) : [];
}
