import { report } from "../../../lambda/probe/report";

const NOW = Date.parse("2026-11-30T08:00:00Z");

test("four hours of a day are billed while all is well: in the others the line holds no metric", () => {
  const finding = { maintenance: false, milliseconds: 300, certificateDays: 180 };
  const hours = Array.from(
    { length: 24 },
    (_, hour) => Date.parse("2026-11-30T00:59:00Z") + hour * 3_600_000,
  );
  const billed = hours.filter((now) => "_aws" in report(finding, "OpenEMR/test", now));
  expect(billed.map((now) => new Date(now).getUTCHours())).toEqual([0, 6, 12, 18]);
  expect(report(finding, "OpenEMR/test", NOW)).toEqual(finding);
});

test.each([
  ["maintenance", { maintenance: true, milliseconds: 9 }, { maintenance: 1 }],
  [
    "a certificate that ends",
    { maintenance: false, milliseconds: 9, certificateDays: 44 },
    { certificate_days: 44 },
  ],
])("%s is a metric in the embedded format", (_, finding, metrics) => {
  const line = report(finding, "OpenEMR/test", NOW);
  expect(line).toMatchObject(metrics);
  // Each name of a metric is a number at the root of the line, or CloudWatch drops the line without saying so.
  expect(line).toMatchObject({
    _aws: {
      Timestamp: NOW,
      CloudWatchMetrics: [
        {
          Namespace: "OpenEMR/test",
          Dimensions: [[]],
          Metrics: Object.keys(metrics).map((Name) => ({ Name })),
        },
      ],
    },
  });
});
