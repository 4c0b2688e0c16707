import path from "node:path";
import { makeFolder } from "../../system/make-folder";
import { explainingWriteErrors } from "../../system/write-errors";
import { command } from "../../terminal/command";
import { cdktf } from "../../terraform/cdktf";

const USAGE = `Usage: npm run synth [-- --output <folder>]

Writes the Terraform JSON of every stack, which any Terraform can run.

  --output, -o folder  where it goes (default: cdktf.out)
  --help, -h           shows this text
`;

/** `npm run synth`: writes the Terraform JSON of every stack. */
command(module, {
  usage: USAGE,
  options: { output: { type: "string", short: "o" } },
  read: ({ values }) => values,
  async run({ output }, { project, env }) {
    if (output !== undefined) {
      const folder = path.resolve(project, output);
      explainingWriteErrors(folder, () => makeFolder(folder), "name another with --output");
    }
    // A file or a pipe gets the last line of cdktf, not each picture of its spinner.
    const shown = process.stdout.isTTY ? env : { CI: "true", ...env };
    const { code } = await cdktf(["synth", ...(output ? ["--output", output] : [])], project, shown);
    process.exitCode = code;
  },
});
