import type { CtyObject, CtyValue } from "../../cty/types";
import type { Seed } from "../../seed";

/** The result of `random_shuffle`: the input in another order, repeated or cut to `result_count`. */
export function shuffled(values: CtyObject, seed: Seed): CtyValue[] {
  const input = values.input as CtyValue[];
  const count = values.result_count === null ? input.length : Number(values.result_count);
  if (input.length === 0) return [];
  const rounds = Math.ceil(count / input.length);
  const keys = seed.bytes(2 * input.length * rounds);
  const all = Array.from({ length: rounds }, (_, round) =>
    input
      .map((value, i) => ({ value, key: keys.readUInt16BE(2 * (round * input.length + i)) }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value),
  );
  return all.flat().slice(0, count);
}
