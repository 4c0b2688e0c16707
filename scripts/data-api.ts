import path from "node:path";
import { dataApi } from "./data-api/command";
import { outliveReader } from "./lib/closed-pipe";
import { runCommand } from "./lib/user-error";

/** `npm run data-api`: SQL through the RDS Data API. */
outliveReader(process.stdout, process.stderr);
runCommand((args) => dataApi(path.join(__dirname, ".."), args));
