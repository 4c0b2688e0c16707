import { writeFileSync } from "node:fs";
import path from "node:path";
import { appArguments, readProjectConfig } from "../../../scripts/terraform/project-config";
import { UserError } from "../../../src/user-error";
import { temporaryFolder } from "../../support/stand-in";

const folder = temporaryFolder();
const file = path.join(folder, "cdktf.json");

test.each([
  [undefined, "cannot be read (ENOENT)."],
  ['{"app": ', "is not JSON: "],
  ["[1]", "is [1], but must be a JSON object."],
  ['{"context": "x"}', '"context" in'],
])("%j is refused with the way out", (text, message) => {
  if (text !== undefined) writeFileSync(file, text);
  const read = () => readProjectConfig(folder);
  expect(read).toThrow(UserError);
  expect(read).toThrow(message);
  expect(read).toThrow("Correct it, or restore it: git checkout cdktf.json");
});

test("a configuration may have no context", () => {
  writeFileSync(file, '{"app": "x"}');
  expect(readProjectConfig(folder).context?.state).toBeUndefined();
});

test.each([
  [
    "node --import tsx --import ./before.cjs main.ts",
    ["--import", "tsx", "--import", "./before.cjs", "main.ts"],
  ],
  ["npx tsx main.ts", ["--import", "tsx", "main.ts"]],
  [undefined, ["--import", "tsx", "main.ts"]],
])("the app %s is run by Node.js with %j", (app, args) => {
  expect(appArguments({ app })).toEqual(args);
});
