import { verdict } from "../../../../scripts/commands/bench/figure";
import {
  figuresOf,
  type Results,
  readPhases,
  SCALE_HEADER,
  scaleRows,
} from "../../../../scripts/commands/bench/results";
import { names, SCALES } from "../../../../scripts/commands/bench/subjects";

const PREVIEW = "All is well.\nTime:          synthesis 0.90 s, plan 1.30 s, show 0.07 s, all 2.50 s\n";

const runs = (...seconds: number[]) =>
  seconds.map((time) => ({ seconds: time, megabytes: time * 100, processorSeconds: time, stdout: PREVIEW }));

const results: Results = {
  measurements: new Map([
    [names.bucket, runs(0.4, 0.8, 0.4)],
    [names.app, runs(0.6, 1.2, 1)],
    [names.preview, runs(3, 6, 4)],
    [names.cost, runs(1, 2, 1)],
    [names.review, runs(2, 3, 3)],
    [names.compliance, runs(0.5, 1, 1)],
    [names.pairs, runs(60)],
    ...SCALES.flatMap((scale) => [
      [names.appOf(scale), runs(0.6 * scale, 1.2 * scale, scale)] as const,
      [names.previewOf(scale), runs(3, 3, 3)] as const,
    ]),
  ]),
  sizes: new Map(SCALES.map((scale) => [names.appOf(scale), { bytes: scale * 1e6, resources: scale * 100 }])),
};

test("every target of the project has its figure", () => {
  const figures = figuresOf(results, 2);
  const promised = figures.filter(({ atMost }) => atMost !== undefined);
  expect(promised.map(({ unit, samples, atMost }) => ({ unit, samples, atMost }))).toEqual([
    // A busy round counts the same on both sides of a ratio.
    { unit: "times", samples: [expect.closeTo(1.5), expect.closeTo(1.5), 2.5], atMost: 2 },
    { unit: "MB", samples: [60, 120, 100], atMost: 250 },
    { unit: "times", samples: [10, 10, 10], atMost: 10 },
    { unit: "times", samples: [5, 5, 5], atMost: 5 },
    { unit: "MB", samples: [3000, 6000, 5000], atMost: 400 },
    { unit: "s", samples: [3, 6, 4], atMost: 5 },
    { unit: "times", samples: [expect.closeTo(7.5), expect.closeTo(7.5), 10], atMost: 5 },
    { unit: "s", samples: [1, 2, 1], atMost: 2 },
    { unit: "MB", samples: [100, 200, 100], atMost: 300 },
    { unit: "s", samples: [2, 3, 3], atMost: 2 },
    { unit: "MB", samples: [200, 300, 300], atMost: 300 },
    { unit: "s", samples: [0.5, 1, 1], atMost: 2 },
    { unit: "MB", samples: [50, 100, 100], atMost: 300 },
    // A review with compliance keeps what is promised for a review.
    { unit: "s", samples: [2.5, 4, 4], atMost: 2 },
  ]);
  expect(promised.map(verdict)).toEqual([
    "ok",
    "ok",
    "ok",
    "ok",
    "over",
    "ok",
    "over",
    "ok",
    "ok",
    "over",
    "ok",
    "ok",
    "ok",
    "over",
  ]);
});

test("the steps of a preview are shown with it", () => {
  const names = figuresOf(results, 2).map(({ name }) => name.trim());
  expect(names).toEqual(expect.arrayContaining(["synthesis", "plan", "show"]));
  expect(names).not.toContain("all");
});

test("a preview's share of Terraform is what it does before it shows anything", () => {
  const row = figuresOf(results, 2).find(({ name }) => name === "  only Terraform's own steps")!;
  const bucket = figuresOf(results, 2)[0]!.samples;
  expect(row.samples).toEqual(bucket.map((seconds) => expect.closeTo((1.3 + 0.07) / seconds)));
  expect(verdict(row)).toBeUndefined();
});

test("a preview tells its steps", () => {
  expect([...readPhases(PREVIEW)]).toEqual([
    ["synthesis", 0.9],
    ["plan", 1.3],
    ["show", 0.07],
  ]);
  expect(readPhases("nothing of the kind").size).toBe(0);
});

test("what grows is shown for each number of environments", () => {
  const rows = scaleRows(results);
  expect(rows.map(([environments]) => environments)).toEqual(["1", "10", "50"]);
  expect(rows[1]).toEqual(["10", "10.00 s", "1.00 s", "1000 MB", "10.00 MB", "1000", "3.00 s"]);
  for (const row of rows) expect(row).toHaveLength(SCALE_HEADER.length);
});
