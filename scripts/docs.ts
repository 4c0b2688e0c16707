import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withGeneratedSections } from "./docs/generated-sections";

// Brings the generated parts of README.md up to date; a test fails while they are not.
const readme = join(__dirname, "..", "README.md");
writeFileSync(readme, withGeneratedSections(readFileSync(readme, "utf8")));
