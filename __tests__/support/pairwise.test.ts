import { pairwise } from "./pairwise";

it.each([1, 2, 3, 8, 17, 33])("of %d switches, each two stand in all four ways, in few rows", (count) => {
  const switches = Array.from({ length: count }, (_, i) => i);
  const rows = pairwise(switches);
  expect(rows.length).toBeLessThanOrEqual(8);
  for (const one of switches) {
    for (const other of switches.slice(0, one)) {
      const states = rows.map((row) => `${row.includes(one)} ${row.includes(other)}`);
      expect(new Set(states).size).toBe(4);
    }
  }
});
