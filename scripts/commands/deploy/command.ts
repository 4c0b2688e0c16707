import { command } from "../../terminal/command";
import { COMMAND_LINE } from "./arguments";
import { runCdktf } from "./run-cdktf";

/** `npm run deploy`, `diff` and `destroy`: cdktf, after what would stop it in the middle has been checked. */
command(module, {
  ...COMMAND_LINE,
  changesSomething: true,
  async run(given, surroundings) {
    process.exitCode = await runCdktf(given, surroundings);
  },
});
