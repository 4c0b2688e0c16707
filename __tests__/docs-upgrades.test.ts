import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT, read, sectionOf } from "./support/documents";

// Compares what docs/upgrades.md says of the container's scripts with the scripts.

const FOLDER = path.join(PROJECT, "src/application/container");

/** The scripts' text; messages that go over several lines are in one. */
const scripts = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".sh"))
  .map((file) => readFileSync(path.join(FOLDER, file), "utf8"))
  .join("\n")
  .replaceAll(/" \\\n\s*"/g, " ")
  .replaceAll('\\"', '"');

const refused = [...sectionOf("docs/upgrades.md", "## What is refused").matchAll(/^\| `([^`]+)` \|/gm)].map(
  ([, message]) => message!,
);

it("has messages to look at", () => expect(refused.length).toBeGreaterThan(4));

test.each(refused)("a task says: %s", (message) => expect(scripts).toContain(message));

test.each(["waiting", "installing", "upgrading", "draining", "maintenance", "settings", "serving"])(
  "a task names the state %s",
  (state) => expect(scripts).toMatch(new RegExp(`enter ${state}\\b`)),
);

test.each([
  ["gives up after half an hour without", "STALL_SECONDS", 1800],
  ["healthy after nine minutes", "PATIENCE_SECONDS", 540],
])("it %s: %s is %d", (said, setting, seconds) => {
  expect(read("docs/upgrades.md").replaceAll(/\s+/g, " ")).toContain(said);
  expect(scripts).toContain(`\${${setting}:-${seconds}}`);
});
