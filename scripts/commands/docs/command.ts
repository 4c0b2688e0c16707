import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { command } from "../../terminal/command";
import { architectureDiagrams } from "./architecture-diagram";
import { costTable, environmentCosts } from "./environment-costs";
import { GENERATED_DOCUMENTS, replaceSection, withGeneratedSections } from "./generated-sections";

const USAGE = `Usage: npm run docs

Brings the generated parts of the documents up to date: tables of README.md, docs/monitoring.md, docs/security.md and
docs/state.md, and the pictures docs/architecture*.svg. A test fails while they are not.

  --help, -h  shows this text
`;

command(module, {
  usage: USAGE,
  options: {},
  read: (given) => given,
  async run(_, { project }) {
    for (const name of GENERATED_DOCUMENTS) {
      const file = path.join(project, name);
      writeFileSync(file, withGeneratedSections(name, readFileSync(file, "utf8")));
    }
    const readme = path.join(project, "README.md");
    const costs = costTable(await environmentCosts(project));
    writeFileSync(readme, replaceSection(readFileSync(readme, "utf8"), "costs", costs));
    for (const [name, svg] of Object.entries(await architectureDiagrams(project))) {
      writeFileSync(path.join(project, "docs", name), svg);
    }
  },
});
