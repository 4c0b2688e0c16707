/**
 * The fewest rows of switches in which each two of them stand in every way: both on, one of them, none.
 *
 * In the first row all are off. Each switch is on in more than half of the others, so that each two meet; in as many as
 * every other, but not in the same ones, so that each is on without the other, too (D. Kleitman and J. Spencer,
 * "Families of k-independent sets", 1973).
 *
 * @returns the switches that are on, row by row
 */
export function pairwise<T>(switches: readonly T[]): T[][] {
  let others = 1;
  while (choices(others, majority(others)).length < switches.length) others++;
  const on = choices(others, majority(others));
  const rows = Array.from({ length: others }, (_, row) => switches.filter((_, i) => on[i]!.includes(row)));
  return [[], ...rows];
}

const majority = (count: number) => Math.floor(count / 2) + 1;

/** Every choice of so many of the first numbers. */
function choices(from: number, size: number): number[][] {
  if (size === 0) return [[]];
  if (from < size) return [];
  const last = from - 1;
  return [...choices(last, size), ...choices(last, size - 1).map((rest) => [...rest, last])];
}
