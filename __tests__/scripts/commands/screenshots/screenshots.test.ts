import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { terminalHtml } from "../../../../scripts/commands/screenshots/terminal-html";
import { DOCUMENTS, PROJECT, read } from "../../../support/documents";

const PICTURES = path.join(PROJECT, "docs/pictures");

it("shows a terminal's styles as a page does, and nothing of the text as one", () => {
  expect(terminalHtml("\x1b[1mA <b>\x1b[22m & \x1b[33m!\x1b[39m")).toContain(
    '<pre><span style="font-weight: bold">A &#60;b&#62;</span> &#38; <span style="color: #daaa3f">!</span></pre>',
  );
  expect(() => terminalHtml("\x1b[7mx")).toThrow('The terminal\'s style "7mx" is not known.');
});

describe.each(readdirSync(PICTURES))("%s", (name) => {
  const content = readFileSync(path.join(PICTURES, name));

  it("is a picture that a page loads fast, and a document shows it", () => {
    expect(content.subarray(0, 4).toString()).toBe("RIFF");
    expect(content.subarray(8, 12).toString()).toBe("WEBP");
    expect(content.length).toBeLessThan(150_000);
    expect(DOCUMENTS.filter((document) => read(document).includes(`pictures/${name}`))).toHaveLength(1);
  });
});
