import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { replaceGeneratedSection } from "./docs/generated-section";
import { variableTable } from "./docs/variable-table";

// Brings the generated parts of README.md up to date; a test fails while they are not.
const readme = join(__dirname, "..", "README.md");
writeFileSync(readme, replaceGeneratedSection(readFileSync(readme, "utf8"), "variables", variableTable()));
