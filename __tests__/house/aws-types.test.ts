import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { RULES } from "../../scripts/cost/rules";
import { AWS_TYPES, DATA_SOURCES } from "../../src/aws/types";
import { listedTypes } from "../stacks/address-list";
import { actionsNamed, resourcesOf } from "../support/service-reference";
import { SynthesizedProject } from "../support/synthesized-project";

// A type that is missing in the tables is told in seconds, before Terraform plans anything.

const document = SynthesizedProject.shared().document("openemr-production");
const ofAws = (blocks: object) => Object.keys(blocks).filter((type) => type.startsWith("aws_"));

const FOLDER = path.join(__dirname, "../../src/aws/types");
/** The text of each table, by its file. */
const TABLES = new Map(
  readdirSync(FOLDER).map((file) => [`src/aws/types/${file}`, readFileSync(path.join(FOLDER, file), "utf8")]),
);

/** The table with the types that are most alike by name. */
function tableFor(type: string): string {
  const words = type.split("_");
  for (let length = words.length - 1; length > 1; length--) {
    const start = `  ${words.slice(0, length).join("_")}_`;
    const alike = [...TABLES].map(([file, text]) => ({ file, count: text.split(start).length - 1 }));
    const [most] = alike.sort((one, other) => other.count - one.count || other.file.localeCompare(one.file));
    if (most!.count > 0) return most!.file;
  }
  return "the file of src/aws/types/ whose subject is nearest";
}

test("every type that a stack has is in a table", () => {
  const missing = ofAws(document.resource).filter((type) => !AWS_TYPES[type]);
  const lines = missing.map(
    (type) =>
      `${tableFor(type)}: ${type}: { one: "what people call it", reads: ["actions of a refresh"], ` +
      'writes: { create: [], update: [], delete: [] }, arn: "arn:{partition}:service:{region}:{account}:kind/{prefix}-*" },' +
      `${RULES[type] ? "" : " and free: true, or a rule in scripts/cost/rules/"}`,
  );
  expect(lines).toEqual([]);
});

test("every type of data source that a stack has is in a table", () => {
  const missing = ofAws(document.data).filter((type) => !DATA_SOURCES[type]);
  const lines = missing.map((type) => `${tableFor(type)}: ${type}: { reads: ["actions of a look-up"] },`);
  expect(lines).toEqual([]);
});

test("no row is for a type that no stack has", () => {
  const stacks = new Set([...ofAws(document.resource), ...listedTypes()]);
  const others = Object.keys(AWS_TYPES).filter((type) => !stacks.has(type));
  // The roles of GitHub Actions have a stack of their own, whose addresses are not listed.
  expect(others.sort()).toEqual(["aws_iam_openid_connect_provider", "aws_iam_policy"]);
  expect(Object.keys(DATA_SOURCES).filter((type) => !(type in document.data))).toEqual([]);
});

const rows = Object.entries(AWS_TYPES).flatMap(([type, row]) =>
  Object.values(row.writes)
    .flat()
    .concat(
      row.reads,
      (row.asks ?? []).flatMap(({ actions }) => actions),
    )
    .map((action) => ({ type, row, action: action as string })),
);

test("every action is one of AWS, and is spelled as AWS spells it", async () => {
  const reads = Object.entries(DATA_SOURCES).flatMap(([type, row]) =>
    row.reads.map((action) => ({ type, action })),
  );
  const wrong: string[] = [];
  for (const { type, action } of [...rows, ...reads]) {
    const [found] = await actionsNamed(action);
    if (!found || `${found.service}:${found.action}` !== action) wrong.push(`${type}: ${action}`);
  }
  expect([...new Set(wrong)]).toEqual([]);
});

test("a read changes nothing and returns no data", () => {
  const reads = Object.values({ ...AWS_TYPES, ...DATA_SOURCES }).flatMap((row) => row.reads);
  const others = reads.filter((action) => !/^[a-z0-9-]+:(Describe|Get|List)[A-Za-z]*$/.test(action));
  // AWS Budgets has one action for all that describes budgets.
  expect(others).toEqual(["budgets:ViewBudget"]);
  expect(reads.filter((action) => /:Get(Object|SecretValue|LogEvents|Item)$/.test(action))).toEqual([]);
});

test("the ARNs of a row are of a form that its writes can be about", async () => {
  const wrong: string[] = [];
  for (const { type, row, action } of rows) {
    const isWrite = Object.values(row.writes).flat().includes(action);
    const arns = [row.arn ?? []].flat();
    const [service, name] = action.split(":") as [string, string];
    // The reference knows them for load balancers of the former generation only.
    if (/^elasticloadbalancing:(Add|Remove)Tags$/.test(action)) continue;
    const own = arns.filter((arn) => arn.split(":")[2] === service || service === "wafv2");
    if (!isWrite || own.length === 0 || row.anywhere?.includes(action)) continue;
    const possible = await resourcesOf(service, name);
    const isPossible = own.some((arn) => possible.some((form) => sameForm(arn, form)));
    if (!isPossible) wrong.push(`${type}: ${action} is about ${possible.join(", ") || "nothing"}`);
  }
  expect(wrong).toEqual([]);
});

/** Can an ARN of a table be one of AWS's form, in which `*` stands for anything? */
function sameForm(arn: string, form: string): boolean {
  const filled = arn.replace(/\{prefix_?\}/g, "clinic").replace(/\{\w+\}/g, "x");
  const kindOf = (text: string) => text.split(":").slice(5).join(":").split(/[:/*]/)[0];
  return (
    arn.split(":")[2] === form.split(":")[2] &&
    (kindOf(filled) === kindOf(form) || !kindOf(form) || !kindOf(filled))
  );
}
