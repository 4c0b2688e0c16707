import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { copyOfProject, SynthesizedProject } from "../../support/synthesized-project";

/** The content of every file below a folder. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), readFileSync(path, "base64")]));
}

it("synthesis gives the same bytes again, wherever the project lies", () => {
  const elsewhere = copyOfProject();
  const made = [SynthesizedProject.make(), SynthesizedProject.make(elsewhere)];
  const [first, second, third] = [SynthesizedProject.shared(), ...made].map(({ folder }) =>
    contents(join(folder, "stacks")),
  );
  expect(Object.keys(first!).length).toBeGreaterThan(3);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  for (const project of made) project.remove();
  rmSync(elsewhere, { recursive: true });
});
