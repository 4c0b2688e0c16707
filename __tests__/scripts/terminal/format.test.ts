import { readFormat } from "../../../scripts/terminal/format";

const FORMS = ["text", "markdown"] as const;

test("the first form is the default, --format takes another one, and --json JSON", () => {
  expect(readFormat(FORMS, { json: false })).toBe("text");
  expect(readFormat(FORMS, { json: false, format: "markdown" })).toBe("markdown");
  expect(readFormat(FORMS, { json: true })).toBe("json");
});

test.each([
  [
    { json: false, format: "json" },
    '--format is "json", but must be "text" or "markdown". For JSON give --json.',
  ],
  [{ json: true, format: "markdown" }, "--json and --format markdown are both given. Leave one out."],
])("%j is refused", (given, message) => {
  expect(() => readFormat(FORMS, given)).toThrow(message);
});
