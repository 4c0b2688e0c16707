import { verdict } from "../../../../scripts/bench/figure";
import { loadFigures } from "../../../../scripts/bench/load/bench-load";
import { isInstalled, loadGenerators, names } from "../../../../scripts/bench/load/generators";

test("each rate is shown, and compared with that of the same round", () => {
  const figures = loadFigures(
    new Map([
      [names.loadTest, [20_000, 10_000, 30_000]],
      [names.siege, [10_000, 10_000, 10_000]],
      [names.wrk, [40_000, 40_000, 40_000]],
    ]),
  );
  expect(figures.map(({ unit, samples, atLeast }) => [unit, samples, atLeast])).toEqual([
    ["/s", [20_000, 10_000, 30_000], undefined],
    ["/s", [10_000, 10_000, 10_000], undefined],
    ["/s", [40_000, 40_000, 40_000], undefined],
    ["times", [2, 1, 3], 1],
    ["times", [0.5, 0.25, 0.75], undefined],
  ]);
  expect(figures.map(verdict)).toEqual([undefined, undefined, undefined, "ok", undefined]);
});

test("siege and wrk are left out where they are not installed, and load-test alone has no target", async () => {
  const generators = loadGenerators({ project: "/nowhere", scratch: "/nowhere", seconds: 1 });
  expect(generators.map(({ needs }) => needs)).toEqual([undefined, "siege", "siege", "wrk"]);
  expect(await isInstalled("no-such-program")).toBe(false);
  expect(await isInstalled(process.execPath)).toBe(true);
  expect(loadFigures(new Map([[names.loadTest, [1]]])).map(verdict)).toEqual([undefined]);
});
