import path from "node:path";
import { readStateSettings } from "../src/state/state-settings";
import { Bootstrap } from "./bootstrap/bootstrap";
import { HELP, readOptions } from "./bootstrap/options";
import { readProjectConfig } from "./lib/project-config";
import { explainingState } from "./lib/state-errors";
import { runCommand } from "./lib/user-error";

/** `npm run bootstrap`: creates the place of the state, once for an account. */
runCommand(async (args) => {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(HELP);
    return;
  }
  const project = path.join(__dirname, "..");
  const settings = readStateSettings(readProjectConfig(project).context?.state, process.env);
  const options = readOptions(args, settings, process.env);
  const use = { command: "npm run bootstrap", folder: ".bootstrap/stacks/state-backend" };
  await explainingState(use, () => new Bootstrap(project, settings, options).run());
});
