import { readFileSync } from "node:fs";
import { join } from "node:path";

interface LockedPackage {
  readonly optionalDependencies?: Record<string, string>;
}

// An installation on another platform takes its binaries from these entries; `npm ci` refuses a lock without.
it("the lock file has the binaries of every platform", () => {
  const lock = JSON.parse(readFileSync(join(__dirname, "..", "package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  const wanted = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => [`${path}/node_modules/${name}`, `node_modules/${name}`]),
  );
  expect(wanted.length).toBeGreaterThan(20);
  expect(wanted.filter((places) => !places.some((place) => place in lock.packages))).toEqual([]);
});
