import { execFileSync } from "node:child_process";
import { verdict } from "../../../../../scripts/commands/bench/figure";
import { loadFigures } from "../../../../../scripts/commands/bench/load/bench-load";
import { childrenTime } from "../../../../../scripts/commands/bench/load/children-time";
import { isInstalled, loadGenerators, names } from "../../../../../scripts/commands/bench/load/generators";

const samples = (processorTime: number, ...rates: number[]) =>
  rates.map((perSecond) => ({ perSecond, processorTime }));

test("each rate is shown, and compared with that of the same round", () => {
  const figures = loadFigures(
    new Map([
      [names.loadTest, samples(2, 20_000, 10_000, 30_000)],
      [names.siege, samples(4, 10_000, 10_000, 10_000)],
      [names.wrk, samples(1, 40_000, 40_000, 40_000)],
    ]),
  );
  expect(figures.map(({ unit, samples: shown, atLeast }) => [unit, shown, atLeast])).toEqual([
    ["/s", [20_000, 10_000, 30_000], undefined],
    ["/s", [10_000, 10_000, 10_000], undefined],
    ["/s", [40_000, 40_000, 40_000], undefined],
    ["times", [2, 1, 3], 1],
    ["times", [2, 2, 2], undefined],
    ["times", [0.5, 0.25, 0.75], undefined],
    ["times", [0.5, 0.5, 0.5], undefined],
  ]);
  expect(figures.map(verdict)).toEqual([...Array(3), "ok", ...Array(3)]);
});

test("processor time is left out where the system does not tell", () => {
  const own = samples(Number.NaN, 1);
  const figures = loadFigures(new Map([names.loadTest, names.siege].map((name) => [name, own])));
  expect(figures.map(({ unit }) => unit)).toEqual(["/s", "/s", "times"]);
});

test("the processor time of children grows by what they use", () => {
  const before = childrenTime();
  execFileSync(process.execPath, [
    "-e",
    "const end = process.cpuUsage().user + 3e5; while (process.cpuUsage().user < end);",
  ]);
  if (process.platform === "linux") expect(childrenTime()! - before!).toBeGreaterThan(0.25);
  else expect(before).toBeUndefined();
});

test("siege and wrk are left out where they are not installed, and load-test by itself has no target", async () => {
  const generators = loadGenerators({ project: "/nowhere", scratch: "/nowhere", seconds: 1 });
  expect(generators.map(({ needs }) => needs)).toEqual([undefined, "siege", "siege", "wrk"]);
  expect(await isInstalled("no-such-program")).toBe(false);
  expect(await isInstalled(process.execPath)).toBe(true);
  expect(loadFigures(new Map([[names.loadTest, samples(1, 1)]])).map(verdict)).toEqual([undefined]);
});
