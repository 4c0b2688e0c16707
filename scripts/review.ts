import path from "node:path";
import { endWithReader } from "./lib/closed-pipe";
import { runCommand } from "./lib/user-error";
import { review } from "./review/command";

endWithReader(process.stdout, process.stderr);
runCommand((args) => review(path.join(__dirname, ".."), args));
