import { type CtyObject, type CtyValue, Unknown } from "../../cty/types";
import type { Seed } from "../../seed";

const ADVERBS = ["boldly", "calmly", "duly", "firmly", "gladly", "kindly", "neatly", "openly"];
const ADJECTIVES = ["able", "brave", "clear", "eager", "fair", "grand", "quick", "sunny"];
const NAMES = ["badger", "crane", "falcon", "hare", "marten", "otter", "raven", "trout"];

/** The provider's own defaults, which it knows at plan. */
export function defaultsOfPet({ length, separator }: CtyObject): CtyObject {
  return {
    length: length instanceof Unknown ? 2 : length!,
    separator: separator instanceof Unknown ? "-" : separator!,
  };
}

/** The result of `random_pet`: adverbs, an adjective and an animal, as many words as `length` says. */
export function petName(values: CtyObject, seed: Seed): Record<string, CtyValue> {
  const length = Number(values.length);
  const lists = [...Array<readonly string[]>(Math.max(0, length - 2)).fill(ADVERBS), ADJECTIVES, NAMES];
  const bytes = seed.bytes(lists.length);
  const words = lists.map((list, i) => list[bytes[i]! % list.length]!).slice(-length);
  const prefix = values.prefix ? [String(values.prefix)] : [];
  return { id: [...prefix, ...words].join(String(values.separator)) };
}
