import { readFileSync } from "node:fs";
import path from "node:path";
import { readAcceptances } from "../../rules/compliance/acceptances";
import { markdownTable } from "./markdown-table";

const FILE = "compliance.json";

/** Everything that a production environment fails of the packs of rules, with the reason. */
export function acceptanceTable(): string {
  const text = readFileSync(path.join(__dirname, "../../..", FILE), "utf8");
  const rows = readAcceptances(JSON.parse(text), FILE)
    .filter(({ environments }) => !environments || environments.includes("production"))
    .map(({ rules, resources, reason }) => [code(rules), code(resources), reason]);
  return markdownTable(["Rule", "Of", "Why it is accepted"], rows);
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
