import path from "node:path";
import { runCommand } from "../../terminal/run-command";
import { cdktf } from "../../terraform/cdktf";

/** `npm run synth`: writes the Terraform JSON of every stack. */
runCommand(async (args) => {
  const { code } = await cdktf(["synth", ...args], path.join(__dirname, "../../.."), process.env);
  process.exitCode = code;
});
