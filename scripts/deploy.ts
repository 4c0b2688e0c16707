import path from "node:path";
import { runCdktf } from "./deploy/run-cdktf";
import { runCommand } from "./lib/user-error";

/** `npm run deploy`, `diff` and `destroy`: cdktf, after what would stop it in the middle has been checked. */
runCommand(async ([command, ...args]) => {
  process.exitCode = await runCdktf(command, args, path.join(__dirname, ".."), process.env);
});
