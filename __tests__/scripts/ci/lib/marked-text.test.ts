import { AUTHOR, LONGEST_BODY, MarkedText } from "../../../../scripts/ci/lib/marked-text";
import { renderMarkdown as renderCompliance } from "../../../../scripts/commands/compliance/report/markdown";
import { renderMarkdown } from "../../../../scripts/commands/review/report/markdown";
import { accept } from "../../../../scripts/rules/compliance/acceptances";
import { evaluate } from "../../../../scripts/rules/compliance/evaluate";
import { deleted, EXISTING, reviewOf, stackOf, updated } from "../../rules/stack-of";

const text = new MarkedText("review:trial");
const user = { login: AUTHOR };

test("is found again by its beginning and its author", () => {
  const body = text.body("# x", "footer");
  expect(body).toBe("<!-- openemr:review:trial -->\n# x\n\nfooter");
  expect(text.isIn({ body, user })).toBe(true);
  expect(text.isIn({ body: `see ${body}`, user })).toBe(false);
  expect(text.isIn({ body, user: { login: "mallory" } })).toBe(false);
  expect(text.isIn({ body, user: null })).toBe(false);
  expect(text.isIn({ body: null, user })).toBe(false);
  expect(new MarkedText("review:trial-2").isIn({ body, user })).toBe(false);
});

test("what is too long is cut at a line, and what is open there is closed", () => {
  const line = "aws_vpc.network_vpc changes 🏥\n";
  const long = `# Long\n<details>\n\n\`\`\`\`diff\n${line.repeat(5000)}\`\`\`\`\n</details>\n`;
  const body = text.body(long, "<sub>footer</sub>");
  expect(body.length).toBeLessThanOrEqual(LONGEST_BODY);
  expect(body.length).toBeGreaterThan(LONGEST_BODY - 500);
  expect(body).toMatch(
    /changes 🏥\n````\n<\/details>\n\n\*The rest is left out[^\n]*\n\n<sub>footer<\/sub>$/,
  );
});

test("one line that is too long is cut as well", () => {
  const { length } = text.body("x".repeat(100_000), "footer");
  expect(length).toBeLessThanOrEqual(LONGEST_BODY);
  expect(length).toBeGreaterThan(LONGEST_BODY - 500);
});

test("exactly as much as there is room for stays whole", () => {
  const room = LONGEST_BODY - text.body("", "footer").length;
  const body = text.body("x".repeat(room), "footer");
  expect(body.length).toBe(LONGEST_BODY);
  expect(body).not.toContain("left out");
});

test("a review of a plan that changes everything fits into a comment with its compliance, both whole", () => {
  const long = "a_long_value_".repeat(8);
  const changes = Array.from({ length: 60 }, (_, i) => [
    deleted(`aws_s3_bucket.mail_${long}${i}`, { bucket: `${long}${i}` }),
    updated(`aws_rds_cluster.database_${i}`, { id: long, tags: { a: long } }, { id: `${long}${i}`, port: i }),
    updated(`aws_lb.edge_${i}`, { name: long }, { name: `${long}${i}`, internal: false }),
  ]).flat();
  const results = accept(evaluate(stackOf(...changes)), [], {
    environment: "trial",
    today: "2026-11-30",
    file: "compliance.json",
    isWhole: true,
  });
  const review = renderMarkdown(reviewOf({ resource_changes: [EXISTING, ...changes] }, "trial"));
  const compliance = renderCompliance({ environment: "trial", origin: "A test.", results, scans: [] });
  expect(review.length).toBeGreaterThan(40_000);
  expect(compliance).toContain("more, which the file compliance.json has");
  const body = text.body(`${review.trimEnd()}\n\n${compliance}`, "<sub>footer</sub>");
  expect(body.length).toBeLessThanOrEqual(LONGEST_BODY);
  expect(body).toContain(compliance.trim());
});
