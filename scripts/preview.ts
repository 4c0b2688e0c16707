import path from "node:path";
import { endWithReader } from "./lib/closed-pipe";
import { runCommand } from "./lib/user-error";
import { preview } from "./preview/command";

endWithReader(process.stdout, process.stderr);
runCommand((args) => preview(path.join(__dirname, ".."), args));
