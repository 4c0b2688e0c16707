/**
 * Few rows of switches in which each two of them stand in every way: both on, one of them, none.
 *
 * Greedy: a row takes, switch by switch, the state that meets the most pairs that no row before has met. Nothing
 * is random, so the rows are always the same.
 *
 * @returns the switches that are on, row by row
 */
export function pairwise<T>(switches: readonly T[]): T[][] {
  const met = new Set<string>();
  const rows: T[][] = [];
  const wanted = 2 * switches.length * (switches.length - 1);
  while (met.size < wanted) {
    const states: boolean[] = [];
    const gain = (own: number, state: boolean) =>
      states.filter((other, i) => !met.has(pair(i, other, own, state))).length;
    for (let i = 0; i < switches.length; i++) {
      const [on, off] = [gain(i, true), gain(i, false)];
      states.push(on === off ? rows.length % 2 === 0 : on > off);
    }
    const before = met.size;
    for (let j = 1; j < states.length; j++) {
      for (let i = 0; i < j; i++) met.add(pair(i, states[i]!, j, states[j]!));
    }
    if (met.size === before) throw new Error("No row meets another pair.");
    rows.push(switches.filter((_, i) => states[i]));
  }
  return rows;
}

function pair(first: number, firstState: boolean, second: number, secondState: boolean): string {
  return `${first} ${firstState} ${second} ${secondState}`;
}
