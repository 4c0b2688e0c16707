import pc from "picocolors";
import { renderFigures } from "../../../../scripts/commands/bench/table";

const FIGURES = [
  { name: "fast", unit: "s", samples: [1, 3, 2], atMost: 2 },
  { name: "slow", unit: "times", samples: [3], atMost: 2 },
  { name: "broken over", unit: "MB", samples: [3] },
  { name: "lame", unit: "/s", samples: [1000], atLeast: 2000 },
] as const;

test("each figure stands beside its target", () => {
  const lines = renderFigures(FIGURES, pc.createColors(false)).split("\n").slice(2);
  expect(lines.map((line) => line.replace(/ {2,}/g, "|"))).toEqual([
    "fast|2.00 s|1.00 s to 3.00 s|at most 2.00 s|ok",
    "slow|3.00 x|3.00 x to 3.00 x|at most 2.00 x|over",
    "broken over|3 MB|3 MB to 3 MB",
    "lame|1,000 /s|1,000 /s to 1,000 /s|at least 2,000 /s|below",
  ]);
});

test("a verdict is coloured, and nothing else", () => {
  const colors = pc.createColors(true);
  const lines = renderFigures(FIGURES, colors).split("\n");
  expect(lines[2]!.endsWith(colors.green("ok"))).toBe(true);
  expect(lines[3]!.endsWith(colors.red("over"))).toBe(true);
  expect(lines[4]).not.toContain(String.fromCharCode(27));
});
