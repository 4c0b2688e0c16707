import { renderPlot } from "../../../../scripts/commands/load-test/plot";
import type { Report } from "../../../../scripts/commands/load-test/report";

function report(seconds: number, change: Partial<Report> = {}): Report {
  return {
    url: "https://emr.example.org",
    paths: ["/"],
    connections: 255,
    timeoutSeconds: 30,
    started: "2026-01-02T03:04:05.678Z",
    seconds,
    ending: "complete",
    requests: { sent: 1, answered: 1, failed: 0, unfinished: 0, blocked: 0 },
    answersPerSecond: 1,
    bytesPerSecond: 1,
    statuses: {},
    errors: {},
    intervals: Array.from({ length: seconds }, (_, i) => ({
      second: i + 1,
      answersPerSecond: 100,
      failuresPerSecond: 0,
      p50: 1,
      p95: 2,
      p99: i === 5 ? 900 : 3,
    })),
    generator: { node: "v20", busy: 0.1, processorSeconds: 1 },
    ...change,
  };
}

function points(plot: string, series: string): number[][] {
  const [, text] = new RegExp(`<polyline class="${series}" points="([^"]*)"`).exec(plot)!;
  return text!.split(" ").map((point) => point.split(",").map(Number));
}

test("a day has as many points as an image can show, and the worst of each is among them", () => {
  const plot = renderPlot(report(86_400));
  const p99 = points(plot, "p99");
  expect(p99.length).toBeLessThanOrEqual(800);
  // The axis goes up: the worst second is at the top of the panel, far above the others.
  const heights = p99.map(([, y]) => y!);
  expect(heights.filter((y) => y < Math.max(...heights) - 100)).toHaveLength(1);
  expect(Buffer.byteLength(plot)).toBeLessThan(100_000);
});

test("time goes from the left to the right, over the whole width", () => {
  const xs = points(renderPlot(report(10)), "answers").map(([x]) => x!);
  expect(xs).toEqual([...xs].sort((one, other) => one - other));
  expect(xs.at(-1)).toBe(830);
});

test("the axes have round numbers", () => {
  const labels = [...renderPlot(report(60)).matchAll(/>([\d,.]+)<\/text>/g)].map(([, label]) => label);
  expect(labels).toEqual(
    expect.arrayContaining(["0", "20", "40", "60", "80", "100", "10", "50", "200", "1,000"]),
  );
});

test("a test that nothing answered is drawn as well", () => {
  const plot = renderPlot(report(1, { intervals: [], latency: undefined, environment: "a<b" }));
  expect(points(plot, "p50")).toEqual([[0]]);
  expect(plot).not.toMatch(/NaN|Infinity|a<b/);
});
