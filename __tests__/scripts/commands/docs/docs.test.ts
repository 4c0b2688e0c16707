import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { architectureDiagrams } from "../../../../scripts/commands/docs/architecture-diagram";
import {
  costsOf,
  costTable,
  type EnvironmentCost,
} from "../../../../scripts/commands/docs/environment-costs";
import {
  GENERATED_DOCUMENTS,
  replaceSection,
  withGeneratedSections,
} from "../../../../scripts/commands/docs/generated-sections";
import { markdownTable } from "../../../../scripts/commands/docs/markdown-table";
import { listEnvironments } from "../../../../src/environments";
import toggleChanges from "../../../stacks/openemr-stack/toggle-changes.json";
import { PlannedEnvironment } from "../../../support/planned-environment";
import { TOGGLES } from "../../../support/toggles";

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
    const names = listEnvironments(join(PROJECT, "environments")).map(({ name }) => name);
    const plans = names.map(async (name) => [name, (await PlannedEnvironment.shared(name)).plan] as const);
    costs = costsOf(new Map(await Promise.all(plans)));
  });

  it("stands in README.md as it is now (npm run docs)", () => {
    expect(read("README.md")).toBe(replaceSection(read("README.md"), "costs", costTable(costs)));
  });

  it("is below 80 USD a month for a trial", () => {
    const trial = costs.find(({ name }) => name === "trial")!;
    expect(trial.estimate.total.toNumber()).toBeLessThan(80);
    expect(costs[0]).toBe(trial);
  });
});

it("a table shows what stands in angle brackets, which Markdown takes for HTML outside of code", () => {
  const table = markdownTable(["Next"], [["npm run status -- <environment> shows `<name>`"]]);
  expect(table.split("\n").at(-1)).toBe("| npm run status -- \\<environment> shows `<name>` |");
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

it("npm run without a name shows the groups and commands of help, in its order", () => {
  const told: string[] = [];
  let heading = "";
  for (const line of read("help").split("\n")) {
    if (/^[A-Z]/.test(line)) heading = `== ${line} ==`;
    const name = /^ {2}npm (?:run )?([a-z:-]+)/.exec(line)?.[1];
    if (!name || name === "ci" || told.includes(name)) continue;
    if (!told.includes(heading)) told.push(heading);
    told.push(name);
  }
  // npm prints the scripts in the order of package.json.
  expect(Object.keys(scripts)).toEqual(told);
  const headings = told.filter((name) => name.startsWith("=="));
  expect(headings.length).toBeGreaterThan(10);
  expect(headings.filter((name) => scripts[name] !== "npm run help")).toEqual([]);
});

/** Each variable that the table of capabilities names, with the document that its row leads to. */
function capabilities(): ReadonlyMap<string, string> {
  const [, table] = /^## Capabilities$(.*?)^## /ms.exec(read("README.md"))!;
  const rows = table!.split("\n").filter((line) => line.startsWith("| `"));
  return new Map(
    rows.flatMap((row) => {
      const document = /\]\((docs\/[\w-]+\.md)/.exec(row)![1]!;
      return [...row.split("|")[1]!.matchAll(/`(\w+)`/g)].map(([, name]): [string, string] => [
        name!,
        document,
      ]);
    }),
  );
}

/** Variables that are a choice within a capability: its document names them. */
const PART_OF: Readonly<Record<string, string>> = {
  ...{ host_name: "certificate_arn", bedrock_model_ids: "enable_bedrock_integration" },
  docker_hub_credential_secret_arn: "enable_image_pull_through_cache",
  ...{ alarm_email_addresses: "enable_monitoring", security_alarm_groups: "enable_monitoring" },
  enable_s3_data_events: "enable_long_term_cloudtrail_monitoring",
  ...{ restrict_smtp_to_endpoint: "configure_ses", activate_receipt_rule_set: "email_forwarding_address" },
  ...{ manage_apex_mx_record: "email_forwarding_address", manage_dmarc_record: "email_forwarding_address" },
  ...Object.fromEntries(
    [
      ...["analytics_database_export_schedule", "analytics_file_export_deletes", "analytics_internet_access"],
      ...["analytics_file_export_schedule", "enable_sagemaker_canvas", "enable_sagemaker_endpoints"],
      ...["enable_sagemaker_mlflow", "enable_sagemaker_rstudio"],
    ].map((name) => [name, "create_serverless_analytics_environment"]),
  ),
};

/** Variables that say how large an installation is, or who reaches it. */
const SIZES = [
  ...["availability_zone_count", "single_nat_gateway", "aurora_minimum_capacity"],
  ...["security_group_ip_range_ipv4", "security_group_ip_range_ipv6"],
];

it("the table of capabilities in README.md has every variable that adds something, or its document has", () => {
  const known = capabilities();
  const changes: Record<string, { readonly adds: readonly string[] }> = toggleChanges;
  const adding = Object.entries(TOGGLES).filter(([name]) => changes[name]!.adds.length > 0);
  const variables = new Set(adding.flatMap(([, values]) => Object.keys(values)));
  expect(variables.size).toBeGreaterThan(40);
  const missing = [...variables].filter((name) => {
    const document = known.get(PART_OF[name] ?? name);
    if (SIZES.includes(name) || (document && !(name in PART_OF))) return false;
    return document === undefined || !read(document).includes(name);
  });
  expect(missing).toEqual([]);
});

it("help tells each capability of README.md: variable and document", () => {
  const lines = read("help").split("\n");
  for (const [variable, document] of capabilities()) {
    const line = lines.find((each) => each.trim().startsWith(`${variable} `));
    expect([variable, line]).toEqual([variable, expect.stringContaining(document)]);
  }
});
