import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const PACKAGE = path.join(__dirname, "..");
const MANIFEST = JSON.parse(readFileSync(path.join(PACKAGE, "package.json"), "utf8")) as Record<
  string,
  Record<string, string>
>;

const files = ["bin", "src", "__tests__"].flatMap((folder) =>
  readdirSync(path.join(PACKAGE, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|js)$/.test(file))
    .map((file) => path.join(folder, file)),
);
const read = (file: string) => readFileSync(path.join(PACKAGE, file), "utf8");

/** The modules that a file imports, or asks Node.js to load. */
function importsOf(file: string): string[] {
  const pattern = /(?:\bfrom|\bimport|\brequire(?:\.resolve)?\()\s*"([^"\n$]+)"/g;
  return [...read(file).matchAll(pattern)].map((match) => match[1]!);
}

test("there are files to look at", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(importsOf("src/plugin/server.ts")).toContain("protobufjs");
});

/** The imports of a file that are neither of Node.js, nor of the package, nor among its dependencies. */
function foreignImports(file: string): string[] {
  const declared = Object.keys({
    ...MANIFEST.dependencies,
    ...(file.startsWith("src") ? {} : MANIFEST.devDependencies),
  });
  return importsOf(file).filter((name) => {
    // The published package is used by its name in a test.
    if (name.startsWith("node:") || name === "offline-providers") return false;
    if (!name.startsWith("."))
      return !declared.some((known) => name === known || name.startsWith(`${known}/`));
    return path.relative(PACKAGE, path.join(PACKAGE, path.dirname(file), name)).startsWith("..");
  });
}

test("no file imports anything from outside of the package", () => {
  expect(files.filter((file) => foreignImports(file).length > 0)).toEqual([]);
});

test("nothing in it speaks of the project in which it was made", () => {
  const documents = ["README.md", "package.json", "tsconfig.build.json"];
  const speaking = [...files, ...documents].filter((file) => /open\W?emr/i.test(read(file)));
  expect(speaking).toEqual([]);
});

test("every file is short enough to read, and its comments have a subject", () => {
  const isLong = (file: string) => read(file).split("\n").length > 201;
  const lacksSubject = (file: string) => /^\s*(\/\*\*|\/\/|\*) (What|Whatever|Of|Beside)\b/m.test(read(file));
  expect(files.filter((file) => isLong(file) || lacksSubject(file))).toEqual([]);
});

test("what is exported says what it is", () => {
  const undocumented = files
    .filter((file) => file.startsWith("src"))
    .flatMap((file) =>
      [
        ...read(file).matchAll(
          /(^|\*\/\n|\n)export (?:abstract )?(?:class|function|async function|interface|type|const) (\w+)/g,
        ),
      ]
        .filter(([, before]) => before !== "*/\n")
        .map(([, , name]) => `${file}: ${name}`),
    );
  expect(undocumented).toEqual([]);
});
