import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { blocksOf, DOCUMENTS, PROJECT, proseOf, read } from "./support/documents";
import { SynthesizedProject } from "./support/synthesized-project";

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(document: string): string[] {
  return [...proseOf(document).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(DOCUMENTS)("%s", (document) => {
  it("has no link to what does not exist", () => {
    const links = [...proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
    const dead = links.filter((link) => {
      if (/^(https?|mailto):/.test(link)) return false;
      const [file, anchor] = link.split("#") as [string, string | undefined];
      const target = file ? path.join(path.dirname(document), file) : document;
      if (!existsSync(path.join(PROJECT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  it("has commands only where it says whether they need an account", () => {
    const shells = blocksOf(document).filter(({ language }) => /^(sh|bash|shell|console)/.test(language));
    expect(shells.map(({ language }) => language).filter((name) => !/^sh( account)?$/.test(name))).toEqual(
      [],
    );
  });

  it("names only commands of this project that exist", () => {
    const named = [...read(document).matchAll(/npm run (?:-s |--silent )?([a-z:-]+)/g)].map(
      ([, name]) => name!,
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

it("docs/README.md leads to every document beside it", () => {
  const others = DOCUMENTS.filter((document) => /^docs\/(?!README)/.test(document));
  const table = read("docs/README.md")
    .match(/^\|.*\|$/gm)!
    .join("\n");
  expect(others.filter((document) => !table.includes(`](${path.basename(document)})`))).toEqual([]);
});

/** Servers of others answer as they like, so it is asked for: `CHECK_LINKS=yes`. */
if (process.env.CHECK_LINKS === "yes") {
  const links = DOCUMENTS.flatMap((document) =>
    [...proseOf(document).matchAll(/\]\((https?:[^)\s]+)\)/g)].map(([, link]) => link!),
  );
  it.each([...new Set(links)])("the link leads somewhere: %s", async (link) => {
    const { status } = await fetch(link, { signal: AbortSignal.timeout(60_000) });
    // Some refuse whoever is no browser.
    expect([404, 410]).not.toContain(status);
    expect(status).toBeLessThan(500);
  });
}

/** Commands that `.ci/run` runs, these tests among them. */
const OF_CI = /^npm (ci|run test:(all|aws)|test)$/;

const offline = DOCUMENTS.flatMap((document) =>
  blocksOf(document)
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.replaceAll("\\\n", " ").trim().split("\n"))
    .flatMap((line) => line.split(" && ")),
).filter((command) => !OF_CI.test(command));

it.each([...new Set(offline)])("the command needs no account: %s", (command) => {
  const { status, stderr } = spawnSync("sh", ["-c", command], {
    cwd: PROJECT,
    encoding: "utf8",
    env: { ...process.env, INIT_CWD: PROJECT, OPENEMR_STATE_KIND: "" },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
});

it("variables and outputs that the documents name exist", () => {
  const project = SynthesizedProject.shared();
  const { variable, output } = project.document("openemr-production") as never as Record<string, object>;
  const known = new Set([...Object.keys(variable!), ...Object.keys(output!)]);
  const asked = DOCUMENTS.flatMap((document) =>
    [...read(document).matchAll(/npm run (?:-s |--silent )?outputs -- production((?: [a-z_]+)+)/g)].flatMap(
      ([, names]) => names!.trim().split(" "),
    ),
  );
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
  const toggles = DOCUMENTS.flatMap((document) =>
    [
      ...read(document).matchAll(/`((?:enable|activate|create|configure|open|allow|manage)_[a-z0-9_]+)\b/g),
    ].map(([, name]) => name!),
  );
  expect(toggles.filter((name) => !known.has(name))).toEqual([]);
});
