import { readFileSync } from "node:fs";
import path from "node:path";
import { SEVERITIES } from "../../../scripts/rules/finding";
import { findAll } from "../../../scripts/rules/rules";
import { change } from "../plan/plan-fixture";
import { FOUND } from "./risky/found";
import { OTHERS } from "./risky/others";
import { OTHERS_INSIDE } from "./risky/others-inside";
import { PROMISED } from "./risky/promised";
import { stackOf, updated } from "./stack-of";

/** Tells the account and the region of the stack. */
const OWN = change("aws_sqs_queue.mail_queue", ["no-op"], {
  before: { arn: "arn:aws:sqs:us-east-1:123456789012:a" },
  after: { arn: "arn:aws:sqs:us-east-1:123456789012:a" },
});

test.each([...FOUND, ...PROMISED, ...OTHERS, ...OTHERS_INSIDE].map((row) => [row[0], row] as const))(
  "%s",
  (_, [, severity, says, changes]) => {
    const found = findAll(stackOf(OWN, ...[changes].flat()));
    const about = found.filter(({ title }) => says.test(title));
    expect(found.map(({ title }) => title).join("\n")).toMatch(says);
    const worst = SEVERITIES.find((candidate) => about.some((finding) => finding.severity === candidate));
    expect(worst).toBe(severity);
  },
);

test("what docs/ci.md promises is tried with its words", () => {
  const document = readFileSync(path.join(__dirname, "../../../docs/ci.md"), "utf8").replace(/\s+/g, " ");
  expect(PROMISED.filter(([words]) => !document.includes(words))).toEqual([]);
});

test("a change of what is listed as harmless says nothing", () => {
  const tags = (name: string) => ({ tags: { Name: name, Environment: "a" } });
  expect(findAll(stackOf(OWN, updated("aws_lb.edge_lb", tags("a"), tags("b"))))).toEqual([]);
});
