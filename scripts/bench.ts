import path from "node:path";
import { bench } from "./bench/command";
import { runCommand } from "./lib/user-error";

runCommand((args) => bench(path.join(__dirname, ".."), args));
