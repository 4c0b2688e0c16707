import { readdirSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { withoutKey } from "../src/terraform/instance-scope";
import { REMOVALS } from "./stacks/removals";
import { PROJECT, read } from "./support/documents";
import { SynthesizedProject } from "./support/synthesized-project";

const CHANGELOG = read("CHANGELOG.md");

test("the newest version of the changelog that is out is the package's", () => {
  const versions = [...CHANGELOG.matchAll(/^## (\d+\.\d+\.\d+) \(\d{4}-\d{2}-\d{2}\)$/gm)].map(
    ([, it]) => it,
  );
  expect(versions[0]).toBe(JSON.parse(read("package.json")).version);
  expect(new Set(versions).size).toBe(versions.length);
});

test("the changelog tells of each address that is lost or has another name", () => {
  const lost = Object.values(REMOVALS).flatMap((addresses) => Object.keys(addresses));
  const renamed = ["openemr-production", "state-backend"].flatMap((stack) =>
    (SynthesizedProject.shared().document(stack).moved ?? []).map(({ from }) => withoutKey(from)),
  );
  expect([...lost, ...renamed].filter((address) => !CHANGELOG.includes(`\`${address}\``))).toEqual([]);
});

test("package and document name the same licence", () => {
  expect(JSON.parse(read("package.json")).license).toBe("Apache-2.0");
  expect(read("LICENSE")).toMatch(/Apache License\s+Version 2\.0, January 2004/);
});

/** GitHub's form of issue templates, as "Syntax for GitHub's form schema" of its documentation has it. */
interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: ReadonlyArray<{ readonly type: string; readonly id?: string; readonly attributes: object }>;
}

const FOLDER = ".github/ISSUE_TEMPLATE";
const FORMS = readdirSync(path.join(PROJECT, FOLDER)).filter((file) => file !== "config.yml");

test.each(FORMS)("%s is a form that GitHub takes", (file) => {
  const { name, description, body } = parse(read(`${FOLDER}/${file}`)) as Form;
  expect([name, description].every(Boolean)).toBe(true);
  const questions = body.filter(({ type }) => type !== "markdown");
  const types = questions.map(({ type }) => type);
  expect(types.filter((type) => !["checkboxes", "dropdown", "input", "textarea"].includes(type))).toEqual([]);
  const ids = questions.map(({ id }) => id);
  expect(ids.every((id) => /^[a-z-]+$/.test(id ?? ""))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { attributes } of questions) expect(attributes).toHaveProperty("label");
});
