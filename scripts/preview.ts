import path from "node:path";
import { runCommand } from "./lib/user-error";
import { preview } from "./preview/command";

runCommand((args) => preview(path.join(__dirname, ".."), args));
