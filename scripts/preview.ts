import path from "node:path";
import { runCommand } from "./lib/user-error";
import { endWithReader } from "./preview/closed-pipe";
import { preview } from "./preview/command";

endWithReader(process.stdout, process.stderr);
runCommand((args) => preview(path.join(__dirname, ".."), args));
