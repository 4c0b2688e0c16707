import type { CtyObject, CtyValue } from "../../cty/types";
import type { Seed } from "../../seed";

const KINDS: Record<string, string> = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  numeric: "0123456789",
  special: "!@#$%&*()-_=+[]{}<>:?",
};

/** The result of `random_password` and `random_string`. */
export function characters(values: CtyObject, seed: Seed): string {
  const special = (values.override_special as string | null) || KINDS.special!;
  const alphabet = Object.entries({ ...KINDS, special })
    .filter(([kind]) => values[kind] !== false)
    .map(([, letters]) => letters)
    .join("");
  return [...seed.bytes(Number(values.length))].map((byte) => alphabet[byte % alphabet.length]).join("");
}

/** The provider's own defaults, which it knows at plan. */
export function defaultsOfCharacters(values: CtyObject): CtyObject {
  const given = (name: string) => values[name] === true || values[name] === false;
  const isOn = [...Object.keys(KINDS), "number"].map(
    (kind) => [kind, given(kind) ? values[kind] : true] as const,
  );
  const minimums = Object.keys(KINDS).map((kind) => [`min_${kind}`, 0] as const);
  return Object.fromEntries([...isOn, ...minimums] as [string, CtyValue][]);
}
