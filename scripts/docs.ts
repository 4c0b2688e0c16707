import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { architectureDiagram } from "./docs/architecture-diagram";
import { withGeneratedSections } from "./docs/generated-sections";
import { runCommand } from "./lib/user-error";

// Brings the generated parts of the documentation up to date; a test fails while they are not.
runCommand(async () => {
  const project = path.join(__dirname, "..");
  const readme = path.join(project, "README.md");
  writeFileSync(readme, withGeneratedSections(readFileSync(readme, "utf8")));
  mkdirSync(path.join(project, "docs"), { recursive: true });
  writeFileSync(path.join(project, "docs", "architecture.svg"), await architectureDiagram(project));
});
