import { readStateSettings } from "../../../src/state/state-settings";
import { command } from "../../terminal/command";
import { readProjectConfig } from "../../terraform/project-config";
import { explainingState } from "../../terraform/state-errors";
import { Bootstrap } from "./bootstrap";
import { COMMAND_LINE, readOptions } from "./options";

/** `npm run bootstrap`: creates the place of the state, once for an account. */
command(module, {
  ...COMMAND_LINE,
  changesSomething: true,
  async run(given, { project, env }) {
    const settings = readStateSettings(readProjectConfig(project).context?.state, env);
    const options = readOptions(given, settings, env);
    const use = { command: "npm run bootstrap", folder: ".bootstrap/stacks/state-backend" };
    await explainingState(use, () => new Bootstrap(project, settings, options).run());
  },
});
