import path from "node:path";
import { runCommand } from "../terminal/run-command";
import { installPinned } from "../terraform/release/pinned";
import { readNone } from "./lib/arguments";
import { Runner } from "./lib/runner";

/** Installs the Terraform that jobs run, and puts it on the path of later steps. */
runCommand(async (args) => {
  readNone(args);
  const runner = new Runner(process.env);
  const { program, version } = await installPinned(runner.required("RUNNER_TEMP"), process.env);
  runner.addPath(path.dirname(program));
  console.log(`Terraform ${version}, with HashiCorp's checksum and signature`);
});
