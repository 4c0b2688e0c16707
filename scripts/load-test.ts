import path from "node:path";
import { runCommand } from "./lib/user-error";
import { loadTest } from "./load-test/command";

runCommand((args) => loadTest(path.join(__dirname, ".."), args));
