import path from "node:path";
import { readStateSettings } from "../../../src/state/state-settings";
import { runCommand } from "../../terminal/run-command";
import { readProjectConfig } from "../../terraform/project-config";
import { explainingState } from "../../terraform/state-errors";
import { Bootstrap } from "./bootstrap";
import { HELP, readOptions } from "./options";

/** `npm run bootstrap`: creates the place of the state, once for an account. */
runCommand(async (args) => {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(HELP);
    return;
  }
  const project = path.join(__dirname, "../../..");
  const settings = readStateSettings(readProjectConfig(project).context?.state, process.env);
  const options = readOptions(args, settings, process.env);
  const use = { command: "npm run bootstrap", folder: ".bootstrap/stacks/state-backend" };
  await explainingState(use, () => new Bootstrap(project, settings, options).run());
});
