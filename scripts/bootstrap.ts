import { readFileSync } from "node:fs";
import path from "node:path";
import { readStateSettings } from "../src/state/state-settings";
import { Bootstrap } from "./bootstrap/bootstrap";
import { readOptions } from "./bootstrap/options";
import { explainingState } from "./lib/state-errors";
import { runCommand } from "./lib/user-error";

/** `npm run bootstrap`: creates the place of the state, once for an account. */
runCommand(async (args) => {
  const project = process.cwd();
  const { context } = JSON.parse(readFileSync(path.join(project, "cdktf.json"), "utf8"));
  const settings = readStateSettings(context?.state, process.env);
  const options = readOptions(args, settings, process.env);
  const use = { command: "npm run bootstrap", folder: ".bootstrap/stacks/state-backend" };
  await explainingState(use, () => new Bootstrap(project, settings, options).run());
});
