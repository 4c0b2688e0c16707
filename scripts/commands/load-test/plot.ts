import type { Report } from "./report";
import type { Interval } from "./statistics";

const SIZE = { width: 960, height: 620, left: 76, right: 130 };

const MOST_POINTS = 800;

interface Panel {
  readonly top: number;
  readonly height: number;
  readonly title: string;
  readonly series: readonly Series[];
}

interface Series {
  readonly name: string;
  readonly color: string;
  readonly read: (interval: Interval) => number;
}

/** Colours that people with a colour vision deficiency can tell apart (Okabe and Ito). */
const COLORS = { blue: "#0072b2", orange: "#e69f00", vermillion: "#d55e00", green: "#009e73" };

const PANELS: readonly Panel[] = [
  {
    top: 84,
    height: 200,
    title: "Answers a second",
    series: [
      { name: "answers", color: COLORS.blue, read: ({ answersPerSecond }) => answersPerSecond },
      { name: "failures", color: COLORS.vermillion, read: ({ failuresPerSecond }) => failuresPerSecond },
    ],
  },
  {
    top: 346,
    height: 220,
    title: "Time of an answer in ms",
    series: [
      { name: "p50", color: COLORS.green, read: ({ p50 }) => p50 },
      { name: "p95", color: COLORS.orange, read: ({ p95 }) => p95 },
      { name: "p99", color: COLORS.vermillion, read: ({ p99 }) => p99 },
    ],
  },
];

/** The course of a test as an SVG image that needs nothing else: throughput, and below it percentiles. */
export function renderPlot(report: Report): string {
  const { url, environment, connections, rate, started, seconds, requests, answersPerSecond } = report;
  const subtitle = [
    `${connections} connections`,
    rate ? `at most ${rate} requests a second` : "no limit of the rate",
    `${requests.answered} answers in ${seconds.toFixed(1)} s (${Math.round(answersPerSecond)} a second)`,
    `${requests.failed} failed`,
    started,
  ].join(", ");
  const title = `Load test of ${environment ? `${environment}, ${url}` : url}`;
  const intervals = condensed(report.intervals);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" width="${SIZE.width}" ` +
      `height="${SIZE.height}" font-family="system-ui, sans-serif" font-size="12" fill="#222">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text(SIZE.left, 30, title, 'font-size="18" font-weight="600"'),
    text(SIZE.left, 52, subtitle, 'fill="#555"'),
    ...PANELS.flatMap((panel) => renderPanel(panel, intervals, seconds)),
    text(
      (SIZE.left + SIZE.width - SIZE.right) / 2,
      SIZE.height - 14,
      "seconds",
      'fill="#555" text-anchor="middle"',
    ),
    "</svg>\n",
  ].join("\n");
}

function renderPanel(panel: Panel, intervals: readonly Interval[], seconds: number): string[] {
  const { top, height, title, series } = panel;
  const [left, right, bottom] = [SIZE.left, SIZE.width - SIZE.right, top + height];
  const values = series.flatMap(({ read }) => intervals.map(read));
  const rows = ticks(values.reduce(larger, 1), 5);
  const x = (second: number) => round(left + (second / seconds) * (right - left));
  const y = (value: number) => round(bottom - (value / rows.at(-1)!) * height);
  return [
    text(left, top - 12, title, 'font-weight="600"'),
    ...rows.flatMap((value) => [
      line(left, y(value), right, y(value), "#ddd"),
      text(left - 8, y(value) + 4, value.toLocaleString("en-US"), 'text-anchor="end" fill="#555"'),
    ]),
    ...ticks(seconds, 8)
      .filter((second) => second <= seconds)
      .flatMap((second) => [
        line(x(second), bottom, x(second), bottom + 5, "#888"),
        text(x(second), bottom + 18, String(second), 'text-anchor="middle" fill="#555"'),
      ]),
    line(left, bottom, right, bottom, "#888"),
    ...series.flatMap(({ name, color, read }, i) => {
      const points = intervals.map((interval) => `${x(interval.second)},${y(read(interval))}`).join(" ");
      const legend = { x: right + 16, y: top + 12 + i * 20 };
      return [
        `<polyline class="${name}" points="${points}" fill="none" stroke="${color}" stroke-width="1.5"/>`,
        line(legend.x, legend.y - 4, legend.x + 18, legend.y - 4, color, 3),
        text(legend.x + 26, legend.y, name, ""),
      ];
    }),
  ];
}

/** As many as an image can show: of neighbours the mean of the rates, and the worst of the times. */
function condensed(intervals: readonly Interval[]): Interval[] {
  const size = Math.max(1, Math.ceil(intervals.length / MOST_POINTS));
  const groups = Array.from({ length: Math.ceil(intervals.length / size) }, (_, i) =>
    intervals.slice(i * size, (i + 1) * size),
  );
  return groups.map((group) => {
    const mean = (read: Series["read"]) => group.map(read).reduce((sum, value) => sum + value) / group.length;
    const worst = (read: Series["read"]) => group.map(read).reduce(larger);
    return {
      second: group.at(-1)!.second,
      answersPerSecond: mean(({ answersPerSecond }) => answersPerSecond),
      failuresPerSecond: mean(({ failuresPerSecond }) => failuresPerSecond),
      p50: worst(({ p50 }) => p50),
      p95: worst(({ p95 }) => p95),
      p99: worst(({ p99 }) => p99),
    };
  });
}

function larger(one: number, other: number): number {
  return Math.max(one, other);
}

/** Round numbers from 0 to the first that is not below the greatest value. */
function ticks(greatest: number, wanted: number): number[] {
  const least = greatest / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((size) => size >= least)!;
  return Array.from({ length: Math.ceil(greatest / step) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function line(x1: number, y1: number, x2: number, y2: number, color: string, width = 1): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${color}" stroke-width="${width}"/>`;
}

function text(x: number, y: number, content: string, attributes: string): string {
  const escaped = content.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}
