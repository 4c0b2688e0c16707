import path from "node:path";
import { runCommand } from "../../terminal/run-command";
import { runCdktf } from "./run-cdktf";

/** `npm run deploy`, `diff` and `destroy`: cdktf, after what would stop it in the middle has been checked. */
runCommand(async ([command, ...args]) => {
  process.exitCode = await runCdktf(command, args, path.join(__dirname, "../../.."), process.env);
});
