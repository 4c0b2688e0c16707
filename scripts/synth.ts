import path from "node:path";
import { cdktf } from "./deploy/cdktf";
import { runCommand } from "./lib/user-error";

/** `npm run synth`: writes the Terraform JSON of every stack. */
runCommand(async (args) => {
  const { code } = await cdktf(["synth", ...args], path.join(__dirname, ".."), process.env);
  process.exitCode = code;
});
