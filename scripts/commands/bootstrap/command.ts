import { readStateSettings } from "../../../src/state/state-settings";
import { command } from "../../terminal/command";
import { readProjectConfig } from "../../terraform/project-config";
import { explainingCredentials } from "../../terraform/state/advice";
import { Bootstrap } from "./bootstrap";
import { COMMAND_LINE, readOptions } from "./options";

/** `npm run bootstrap`: creates the place of the state, once for an account. */
command(module, {
  ...COMMAND_LINE,
  changesSomething: true,
  async run(given, { project, env }) {
    const settings = readStateSettings(readProjectConfig(project).context?.state, env);
    const options = readOptions(given, settings, env);
    const again = `npm run bootstrap -- --region ${options.region}`;
    await explainingCredentials(again, () => new Bootstrap(project, settings, options).run());
  },
});
