import { readFileSync } from "node:fs";
import path from "node:path";

const read = (file: string) => JSON.parse(readFileSync(path.join(__dirname, "../..", file), "utf8"));
const { allowScripts } = read("package.json") as { allowScripts: Record<string, boolean> };
const { packages } = read("package-lock.json") as {
  packages: Record<string, { readonly hasInstallScript?: boolean }>;
};

test("no package runs a script of its own where it is installed, and npm asks nobody about one", () => {
  const scripted = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([folder]) => folder.split("node_modules/").at(-1)!);
  expect([...new Set(scripted)].sort()).toEqual(Object.keys(allowScripts));
  expect(Object.values(allowScripts).filter(Boolean)).toEqual([]);
});
