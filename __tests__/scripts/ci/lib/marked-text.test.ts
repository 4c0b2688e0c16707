import { AUTHOR, LONGEST_BODY, MarkedText } from "../../../../scripts/ci/lib/marked-text";

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
