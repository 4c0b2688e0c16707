import path from "node:path";
import { cost } from "./cost/command";
import { endWithReader } from "./lib/closed-pipe";
import { runCommand } from "./lib/user-error";

endWithReader(process.stdout, process.stderr);
runCommand((args) => cost(path.join(__dirname, ".."), args));
