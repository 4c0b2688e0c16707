import { circles, type Module, productModules, sourceFiles } from "./modules";
import { CIRCLES, EXCEPTIONS, ROOMS } from "./rooms";

const modules = productModules();

/** The name of the room that a file is in, as {@link ROOMS} has it. */
function roomOf(file: string): string {
  const [area, folder, inner] = file.split("/");
  const candidates = [
    file,
    `${area}/${folder}/${inner}`,
    `${area}/${folder}`,
    area === "src" ? "src/<capability>" : `${area}/<function>`,
  ];
  const room = candidates.find((name) => ROOMS[name]);
  if (!room)
    throw new Error(`${file} is in no room of __tests__/house/rooms.ts. Put it into one, or add its room.`);
  return room;
}

/** The place that the circles of rooms are looked for in: a room, but each capability and command by itself. */
function placeOf(file: string): string {
  const [area, folder, name] = file.split("/");
  if (file === roomOf(file) || roomOf(file) === `${area}/${folder}/${name}`) return roomOf(file);
  return folder === "commands" ? `${area}/${folder}/${name}` : `${area}/${folder}`;
}

function isAllowed(from: string, to: string): boolean {
  if (to.startsWith("__tests__/")) return false;
  if (placeOf(from) === placeOf(to)) return true;
  const room = roomOf(to);
  if (room === "scripts/commands") return false;
  return ROOMS[roomOf(from)]!.some((allowed) => allowed === room || allowed === `${to.split("/")[0]}/*`);
}

test("a file imports only from rooms that its own room may import from", () => {
  const forbidden = modules.flatMap(({ file, imports }) =>
    imports.filter((imported) => !isAllowed(file, imported)).map((imported) => `${file} -> ${imported}`),
  );
  // One that is missing here is new: mend it, or give its reason in EXCEPTIONS. One too many is to be deleted there.
  expect(forbidden.sort()).toEqual(Object.keys(EXCEPTIONS).sort());
});

/** All circles of files and of rooms, but those that one of these imports closes. */
function circlesWithout(cuts: readonly string[]): string[] {
  const files = new Map<string, string[]>();
  const places = new Map<string, string[]>();
  for (const { file, imports } of modules) {
    const kept = imports.filter(
      (imported) => !imported.startsWith("__tests__/") && !cuts.some((cut) => isCut(cut, file, imported)),
    );
    files.set(file, kept);
    places.set(placeOf(file), [...(places.get(placeOf(file)) ?? []), ...kept.map(placeOf)]);
  }
  return [...circles(files), ...circles(places)].map((circle) => circle.join(" <-> "));
}

function isCut(cut: string, from: string, to: string): boolean {
  const [one, other] = cut.split(" -> ");
  return [from, placeOf(from), roomOf(from)].includes(one!) && [to, placeOf(to), roomOf(to)].includes(other!);
}

test("no files and no rooms import each other in a circle", () => {
  expect(circlesWithout(Object.keys(CIRCLES))).toEqual([]);
});

test("every exception is still needed", () => {
  const others = (cut: string) => Object.keys(CIRCLES).filter((other) => other !== cut);
  const needless = Object.keys(CIRCLES).filter((cut) => circlesWithout(others(cut)).length === 0);
  expect(needless).toEqual([]);
});

test("the search for circles finds those of two and of three", () => {
  const found = circles(
    new Map([
      ["a", ["b", "e"]],
      ["b", ["a"]],
      ["c", ["d"]],
      ["d", ["e"]],
      ["e", ["c"]],
      ["f", ["a", "c"]],
    ]),
  );
  expect(found).toEqual([
    ["a", "b"],
    ["c", "d", "e"],
  ]);
});

/** The entries of a library, whose callers must not know its files. */
const ENTRIES = ["packages/offline-providers/src/index.ts", "packages/offline-providers/src/protocol.ts"];

test("no file only passes on what another has", () => {
  expect(modules.filter(passesOn).map(({ file }) => file)).toEqual(ENTRIES);
});

function passesOn({ text }: Module): boolean {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const rest = code.replace(/^(import|export)\s[^;]*?\bfrom\s*"[^"]+";$|^export\s*\{[^}]*\};$/gm, "");
  return rest.trim() === "";
}

const PUBLIC = /^(src\/aws|src\/terraform|packages\/[^/]+\/src)\//;
const DECLARATION =
  /^export (?:abstract |async |declare )?(?:class|function|const|interface|type|enum) (\w+)/;

test("what is exported from src/aws, src/terraform and packages/ says what it is", () => {
  const silent = modules
    .filter(({ file }) => PUBLIC.test(file))
    .flatMap(({ file, text }) => undocumented(text).map((name) => `${file}: ${name}`));
  expect(silent).toEqual([]);
});

function undocumented(text: string): string[] {
  const lines = text.split("\n");
  const documented = new Set<string>();
  return lines.flatMap((line, i) => {
    const name = DECLARATION.exec(line)?.[1];
    // Overloads of a function have the docstring of the first.
    if (!name || documented.has(name)) return [];
    documented.add(name);
    return /\*\/\s*$/.test(lines[i - 1] ?? "") ? [] : [name];
  });
}

const EXPORTED = /^export (?:abstract |async |declare )?(?:class|function\*?|const|enum) (\w+)/gm;

test("what is exported has a user in another file", () => {
  const files = sourceFiles("*.ts").map(({ file, text }) => ({ file, words: new Set(text.match(/\w+/g)) }));
  const unused = modules.flatMap(({ file, text }) =>
    [...text.matchAll(EXPORTED)]
      .map(([, name]) => name!)
      .filter((name) => !files.some((other) => other.file !== file && other.words.has(name)))
      .map((name) => `${file}: ${name}`),
  );
  expect(unused).toEqual([]);
});

test("no file is what the compiler made of another", () => {
  const sources = new Set(sourceFiles("*.ts").map(({ file }) => file));
  const made = sourceFiles("*.js", "*.cjs").filter(({ file }) => sources.has(file.replace(/\.c?js$/, ".ts")));
  expect(made.map(({ file }) => file)).toEqual([]);
});

/** Most lines of a file, of the product and of tests: longer ones have more than one subject. */
const MOST_LINES = [
  { files: modules, most: 300 },
  { files: sourceFiles("__tests__/*.ts", "packages/*/__tests__/*.ts"), most: 350 },
];

test("no file is so long that it has more than one subject", () => {
  const long = MOST_LINES.flatMap(({ files, most }) =>
    files
      .map(({ file, text }) => ({ file, lines: text.split("\n").length - 1 }))
      .filter(({ lines }) => lines > most)
      .map(({ file, lines }) => `${file}: ${lines} lines, split it by subject`),
  );
  expect(long).toEqual([]);
});

/** Files with comments, in whichever language. */
const CODE = ["*.ts", "*.js", "*.cjs", "*.sh", "*.py", "*.sql", "*.php", "*.conf", "*.yml", ".ci/run"];

/** The beginning of a comment, on a line of its own or after code, that has no subject. */
const RIDDLE = /(^\s*\*|\/\*\*?|(^|\s)(\/\/|#|--)) (What|Of|Whose|The same)\b/;

test("a comment begins with its subject, in tests as well", () => {
  const riddles = sourceFiles(...CODE).flatMap(({ file, text }) =>
    text
      .split("\n")
      .filter((line) => RIDDLE.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(riddles).toEqual([]);
});

test.each(["/**", " *", "  //", "const few = 12; //", "echo; #"])(
  "a comment after %s is looked at",
  (start) => {
    for (const word of ["What", "Of", "Whose", "The same"]) expect(`${start} ${word} it is.`).toMatch(RIDDLE);
    expect(`${start} Officers say what it is, and the same for others.`).not.toMatch(RIDDLE);
  },
);

/** Constructs are told of values, which know their type; only the tools of Terraform make them of something else. */
const VALUES = /^src\/(?!terraform\/)/;

const CASTS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\btf(String)?`\$\{[\w.()]*\}`/, "asString(x), asNumber(x), or x as it is"],
  [/\.(string|number|boolean|list)Value\b(?!\()/, "variable.value"],
  [/readonly \w+\??: (unknown|Variable|Expression \| \w+);/, "Value<...>"],
];

test("a value is handed over as one type, without casts", () => {
  expect(linesWith(CASTS, VALUES)).toEqual([]);
});

/** Words that the project had for a thing, and the one that it has now. */
const WORDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b[eE]ntrance\b/, "endpoint"],
  [/\bguards?\b\??:/, "deleteBefore, dependsOn"],
  [/\b[fF]irstLook\w*/, "sample code"],
  [/\b(admit|permit|associate|allowMount)\(/, "grantX, allowX"],
  [/\badmits?\b/, "lets in, allows"],
];

test("one thing has one name", () => {
  expect(linesWith(WORDS, /^src\//)).toEqual([]);
});

/** Words that somebody has to read twice, and what says it at once. */
const RIDDLES: ReadonlyArray<readonly [RegExp, string]> = [[/\balone\b/, "only, or by itself"]];

test("code and documents are in plain words", () => {
  const itself = "__tests__/house/house.test.ts";
  const lines = sourceFiles(...CODE, "*.md", "*.tfvars", "help")
    .filter(({ file }) => file !== itself)
    .flatMap(({ file, text }) => text.split("\n").map((line, i) => ({ place: `${file}:${i + 1}`, line })));
  const found = RIDDLES.flatMap(([pattern, plain]) =>
    lines
      .filter(({ line }) => pattern.test(line))
      .map(({ place, line }) => `${place}: ${line.trim()} -> ${plain}`),
  );
  expect(found).toEqual([]);
});

/** The lines of some files that have what a pattern finds, each with what is to stand there. */
function linesWith(patterns: typeof WORDS, files: RegExp): string[] {
  return modules
    .filter(({ file }) => files.test(file))
    .flatMap(({ file, text }) =>
      text.split("\n").flatMap((line, i) => {
        const found = patterns.find(([pattern]) => pattern.test(line));
        return found ? [`${file}:${i + 1}: ${line.trim()} -> ${found[1]}`] : [];
      }),
    );
}

test("functions have one style of errors and one of settings", () => {
  const functions = modules.filter(({ file }) => /^lambda\/(?!lib\/)/.test(file));
  const lines = functions.flatMap(({ file, text }) =>
    text.split("\n").map((line) => `${file}: ${line.trim()}`),
  );
  // A FunctionError says the way out; `readSettings` of the function's own settings.ts refuses what is missing.
  expect(lines.filter((line) => /new Error\(/.test(line))).toEqual([]);
  expect(lines.filter((line) => /process\.env\.|process\.env\[/.test(line))).toEqual([]);
  const handlers = functions.filter(({ file }) => file.endsWith("/handler.ts"));
  const settings = functions.filter(({ file }) => file.endsWith("/settings.ts")).map(({ file }) => file);
  expect(handlers.map(({ file }) => file.replace("handler.ts", "settings.ts")).sort()).toEqual(
    settings.sort(),
  );
});

test("the stack can be read like the architecture diagram", () => {
  const stack = modules.find(({ file }) => file === "src/stacks/openemr-stack.ts")!;
  // Options come from the capability's own variables.ts, outputs are declared where their values are made.
  expect(stack.text.trimEnd().split("\n").length).toBeLessThanOrEqual(200);
});
