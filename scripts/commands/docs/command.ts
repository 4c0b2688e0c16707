import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../../terminal/run-command";
import { architectureDiagram } from "./architecture-diagram";
import { GENERATED_DOCUMENTS, withGeneratedSections } from "./generated-sections";

// Brings the generated parts of the documentation up to date; a test fails while they are not.
runCommand(async () => {
  const project = path.join(__dirname, "../../..");
  for (const name of GENERATED_DOCUMENTS) {
    const file = path.join(project, name);
    writeFileSync(file, withGeneratedSections(name, readFileSync(file, "utf8")));
  }
  writeFileSync(path.join(project, "docs", "architecture.svg"), await architectureDiagram(project));
});
