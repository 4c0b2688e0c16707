import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { architectureDiagrams } from "../../../../scripts/commands/docs/architecture-diagram";
import {
  costTable,
  type EnvironmentCost,
  environmentCosts,
} from "../../../../scripts/commands/docs/environment-costs";
import {
  GENERATED_DOCUMENTS,
  replaceSection,
  withGeneratedSections,
} from "../../../../scripts/commands/docs/generated-sections";

const PROJECT = join(__dirname, "../../../..");
const read = (name: string) => readFileSync(join(PROJECT, name), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

it.each(GENERATED_DOCUMENTS)("%s has tables as the code declares them (npm run docs)", (name) => {
  expect(read(name)).toBe(withGeneratedSections(name, read(name)));
});

it("the pictures of the architecture show the stack as it is now (npm run docs)", async () => {
  for (const [name, svg] of Object.entries(await architectureDiagrams(PROJECT))) {
    expect(read(`docs/${name}`)).toBe(svg);
  }
});

describe("the cost of each environment", () => {
  let costs: EnvironmentCost[];
  beforeAll(async () => {
    costs = await environmentCosts(PROJECT);
  }, 180_000);

  it("stands in README.md as it is now (npm run docs)", () => {
    expect(read("README.md")).toBe(replaceSection(read("README.md"), "costs", costTable(costs)));
  });

  it("is below 80 USD a month for a trial", () => {
    const trial = costs.find(({ name }) => name === "trial")!;
    expect(trial.estimate.total.toNumber()).toBeLessThan(80);
    expect(costs[0]).toBe(trial);
  });
});

it("a document without the section's markers is refused", () => {
  expect(() => withGeneratedSections("README.md", "# Title")).toThrow(
    "no section between <!-- variables:begin -->",
  );
});

describe.each(["README.md", "help"])("%s", (document) => {
  it("names only commands that exist", () => {
    const commands = [...read(document).matchAll(/npm run (?:-s )?([a-z:-]+)/g)].map((match) => match[1]!);
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });

  it("names only files that exist", () => {
    const files = [...read(document).matchAll(/(?:src|environments|scripts|docs)\/[\w./-]*\w/g)].map(
      ([file]) => file,
    );
    expect(files.filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
  });
});

it("help names every command for people", () => {
  const forTools = ["lint", "types", "help"];
  const missing = Object.keys(scripts).filter(
    (name) => !forTools.includes(name) && !read("help").includes(name),
  );
  expect(missing).toEqual([]);
});

it("help tells each capability of README.md: variable and document", () => {
  const [, table] = /^## Capabilities$(.*?)^## /ms.exec(read("README.md"))!;
  const rows = table!.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows.length).toBeGreaterThan(10);
  const lines = read("help").split("\n");
  for (const row of rows) {
    const document = /\]\((docs\/[\w-]+\.md)/.exec(row)![1]!;
    for (const [, variable] of row.split("|")[1]!.matchAll(/`(\w+)`/g)) {
      const line = lines.find((each) => each.trim().startsWith(`${variable} `));
      expect([variable, line]).toEqual([variable, expect.stringContaining(document)]);
    }
  }
});
