import path from "node:path";
import { listEnvironments } from "../../src/environments";
import { UserError } from "../../src/user-error";
import { runCommand } from "../terminal/run-command";
import { readNone } from "./lib/arguments";
import { Runner } from "./lib/runner";

/** Tells the workflow which environments there are, as the output `names`, a JSON list. */
runCommand(async (args) => {
  readNone(args);
  const folder = path.join(__dirname, "..", "..", "environments");
  const names = listEnvironments(folder).map(({ name }) => name);
  if (names.length === 0) {
    throw new UserError(
      `There is no environment: ${path.relative(process.cwd(), folder)} has no .tfvars file. To add one: npm run new -- <name>.`,
    );
  }
  new Runner(process.env).output("names", JSON.stringify(names));
});
