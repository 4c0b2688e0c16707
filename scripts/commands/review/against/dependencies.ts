import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../../src/user-error";

type Packages = ReadonlyMap<string, string>;

/**
 * Refuses a checkout whose stack was made with other packages than those that are installed: what it synthesized
 * with these would not be its own. Packages for development do not count.
 */
export function requireSameDependencies(project: string, checkout: string, ref: string): void {
  const [here, there] = [readPackages(project), readPackages(checkout)];
  const names = [...new Set([...here.keys(), ...there.keys()])].filter(
    (name) => here.get(name) !== there.get(name),
  );
  if (names.length === 0) return;
  const shown = names
    .sort()
    .slice(0, 3)
    .map((name) => {
      return `${name.replace(/^.*node_modules\//, "")} is ${here.get(name) ?? "missing"}, there ${there.get(name) ?? "missing"}`;
    });
  const more = names.length > shown.length ? `; and ${names.length - shown.length} more` : "";
  throw new UserError(
    [
      `${ref} has other dependencies than those that are installed (${shown.join("; ")}${more}), so its stack cannot be made with them.`,
      "Check it out, install what it needs, and compare with that folder:",
      `  git worktree add --detach ../base ${ref} && npm ci --prefix ../base`,
      "  npm run review -- <environment> --against ../base",
    ].join("\n"),
  );
}

/** Versions of what is installed for running, by place. A package of the project's own comes with the checkout. */
function readPackages(folder: string): Packages {
  const file = path.join(folder, "package-lock.json");
  if (!existsSync(file)) return new Map();
  const { packages = {} } = JSON.parse(readFileSync(file, "utf8")) as {
    packages?: Record<string, { version?: string; dev?: boolean; devOptional?: boolean; link?: boolean }>;
  };
  return new Map(
    Object.entries(packages)
      .filter(
        ([place, { dev, devOptional, link }]) =>
          /(^|\/)node_modules\//.test(place) && !dev && !devOptional && !link,
      )
      .map(([place, { version = "?" }]) => [place, version]),
  );
}
