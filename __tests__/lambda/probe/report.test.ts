import { report } from "../../../lambda/probe/report";

const NOW = Date.parse("2026-11-30T08:00:00Z");

test("nothing is billed while all is well: the line holds no metric", () => {
  const finding = { maintenance: false, milliseconds: 300, certificateDays: 180 };
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
