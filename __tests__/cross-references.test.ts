import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { DOCUMENTS, PROJECT, proseOf, read } from "./support/documents";

// Where a text sends its reader to a document, that has what the text says.

const TEXTS = [...DOCUMENTS, "CONTRIBUTING.md"];

/** Messages and descriptions that name documents are in these. */
const SOURCES = ["lambda", "scripts", "src"].flatMap((folder) =>
  readdirSync(path.join(PROJECT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file)),
);

const onOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

const DOCUMENT = "(?:\\[[^\\]]+\\]\\()?([\\w./-]+\\.md)(?:#[\\w-]+\\))?\\)?";

/** Both ways in which a document says that another one has something. */
const IS_IN = new RegExp(`\`([^\`]+)\` (?:is|are|stands?) in ${DOCUMENT}`, "g");
const HAS = new RegExp(`${DOCUMENT} (?:describes|has|lists|shows) (?:by )?\`([^\`]+)\``, "g");

function referencesOf(text: string): Array<{ what: string; target: string }> {
  const prose = onOneLine(proseOf(text));
  return [
    ...[...prose.matchAll(IS_IN)].map(([, what, target]) => ({ what: what!, target: target! })),
    ...[...prose.matchAll(HAS)].map(([, target, what]) => ({ what: what!, target: target! })),
  ].map(({ what, target }) => ({ what, target: path.join(path.dirname(text), target) }));
}

test("a document has the words of which another one says that they are in it", () => {
  const references = TEXTS.flatMap((text) => referencesOf(text).map((reference) => ({ text, ...reference })));
  expect(references.length).toBeGreaterThan(1);
  const lacking = references.filter(({ what, target }) => {
    if (!statSync(path.join(PROJECT, target), { throwIfNoEntry: false })) return true;
    const there = onOneLine(read(target));
    return !what.split(" ").every((word) => there.includes(word));
  });
  expect(lacking).toEqual([]);
});

test("a document has the heading that a message or another document names beside it", () => {
  const named = [...SOURCES, ...TEXTS].flatMap((file) =>
    [...onOneLine(read(file)).matchAll(/\b((?:docs\/[\w-]+|README)\.md)\W{1,3} "([^"]+)"/g)].map(
      ([, target, heading]) => ({ file, target: target!, heading: heading! }),
    ),
  );
  expect(named.length).toBeGreaterThan(8);
  const lacking = named.filter(({ target, heading }) => !read(target).includes(`# ${heading}\n`));
  expect(lacking).toEqual([]);
});

test("a message names only documents that there are", () => {
  const named = SOURCES.flatMap((file) =>
    [...read(file).matchAll(/\bdocs\/[\w-]+\.md\b/g)].map(([target]) => ({ file, target })),
  );
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(({ target }) => !DOCUMENTS.includes(target))).toEqual([]);
});
