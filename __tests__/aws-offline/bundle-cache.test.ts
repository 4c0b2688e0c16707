import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cachedBundle } from "../../src/aws/bundle-cache";
import { temporaryFolder } from "../support/stand-in";

const folder = temporaryFolder();

/** When the files of a project were saved: long before they are bundled. */
const SAVED = new Date("2026-01-01");

/** A project of its own, and how often its bundle was made. */
function project(name: string, { nodeModules = true } = {}) {
  const root = join(folder, name);
  const entry = join(root, "lambda", "greet", "handler.ts");
  const write = (path: string, content: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), content);
    utimesSync(join(root, path), SAVED, SAVED);
  };
  write("lambda/greet/handler.ts", "entry");
  write("lambda/greet/greeting.ts", "imported");
  write("package-lock.json", "{}");
  if (nodeModules) mkdirSync(join(root, "node_modules"));
  let made = 0;
  const bundle = (settings: unknown = {}) =>
    cachedBundle(entry, settings, () => ({
      code: `bundle ${++made}`,
      inputs: [entry, join(root, "lambda", "greet", "greeting.ts")],
    }));
  return { root, write, bundle };
}

it("keeps a bundle while nothing that it is made of changes", () => {
  const { bundle } = project("same");
  expect([bundle(), bundle(), bundle()]).toEqual(["bundle 1", "bundle 1", "bundle 1"]);
});

it.each([
  ["the entry", "lambda/greet/handler.ts"],
  ["what it imports", "lambda/greet/greeting.ts"],
  ["the versions of packages", "package-lock.json"],
  ["TypeScript's settings", "tsconfig.json"],
])("makes it again when %s changed", (_, path) => {
  const { bundle, write } = project(path.replaceAll("/", "-"));
  bundle();
  write(path, "changed");
  expect([bundle(), bundle()]).toEqual(["bundle 2", "bundle 2"]);
});

it("makes it again when an imported file is gone", () => {
  const { root, bundle } = project("gone");
  bundle();
  rmSync(join(root, "lambda", "greet", "greeting.ts"));
  expect(bundle()).toBe("bundle 2");
});

it("keeps none whose files were saved while it was made", () => {
  const { root, bundle } = project("meanwhile");
  const later = new Date(Date.now() + 60_000);
  utimesSync(join(root, "lambda", "greet", "greeting.ts"), later, later);
  expect([bundle(), bundle()]).toEqual(["bundle 1", "bundle 2"]);
});

it("keeps one for each of several settings", () => {
  const { bundle } = project("settings");
  expect([bundle({ minify: true }), bundle({ minify: false }), bundle({ minify: true })]).toEqual([
    "bundle 1",
    "bundle 2",
    "bundle 1",
  ]);
});

it.each(['{"code": "bund', "{}"])("makes it again when what was kept is %s", (damaged) => {
  const { root, bundle, write } = project(`damaged-${damaged.length}`);
  bundle();
  const kept = "node_modules/.cache/typescript-bundles";
  const files = readdirSync(join(root, kept));
  expect(files).toHaveLength(1);
  write(join(kept, files[0]!), damaged);
  expect([bundle(), bundle()]).toEqual(["bundle 2", "bundle 2"]);
});

it("keeps nothing where packages are not installed, or cannot be written to", () => {
  const without = project("without", { nodeModules: false });
  expect([without.bundle(), without.bundle()]).toEqual(["bundle 1", "bundle 2"]);
  const blocked = project("blocked");
  blocked.write("node_modules/.cache", "a file");
  expect([blocked.bundle(), blocked.bundle()]).toEqual(["bundle 1", "bundle 2"]);
});
