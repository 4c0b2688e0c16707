import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { GITHUB_ROLES_STACK } from "../../src/github/installation-names";
import { GitHubRolesStack } from "../../src/stacks/github-roles-stack";
import { readStateSettings } from "../../src/state/state-settings";
import { ROOMS } from "../house/rooms";
import { readWorkflows } from "./workflow-files";

const ROOT = path.resolve(__dirname, "../..");
const document = readFileSync(path.join(ROOT, "docs/ci.md"), "utf8");

/** Names in the first column of the tables. */
const named = [...document.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!);

test("docs/ci.md has every variable that a workflow reads, and no other", () => {
  const read = readWorkflows().flatMap(({ text }) =>
    [...text.matchAll(/vars\.(\w+)/g)].map(([, name]) => name!),
  );
  const documented = named.filter((name) => /^[A-Z_]+$/.test(name));
  expect(documented.sort()).toEqual([...new Set(read)].sort());
});

test("docs/ci.md has every variable of github-roles, and no other", () => {
  const settings = { state: readStateSettings({}, {}), environments: ["production"] };
  const { variableNames } = new GitHubRolesStack(new App(), GITHUB_ROLES_STACK, settings);
  expect(named.filter((name) => /^[a-z_]+$/.test(name)).sort()).toEqual([...variableNames].sort());
});

test("docs/ci.md names workflows, commands and files that there are", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  const commands = [...document.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!);
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  const workflows = [...document.matchAll(/`([\w-]+\.yml)`/g)].map(([, name]) => `.github/workflows/${name}`);
  const files = [...document.matchAll(/`((?:scripts|src|docs)\/[\w./-]*)`/g)].map(([, name]) => name!);
  expect([...workflows, ...files].filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
});

describe("CONTRIBUTING.md", () => {
  const text = readFileSync(path.join(ROOT, "CONTRIBUTING.md"), "utf8");

  test("names commands and files that there are", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
    const commands = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    const files = [...text.matchAll(/`((?:scripts|src|lambda|packages|__tests__)\/[\w./-]*)`/g)].map(
      ([, name]) => name!,
    );
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
  });

  test("has every room of scripts/ on its map", () => {
    const rooms = Object.keys(ROOMS).filter((name) => name.startsWith("scripts/"));
    expect(rooms.filter((name) => !text.includes(`| \`${name}/\``))).toEqual([]);
  });
});
