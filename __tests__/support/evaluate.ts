import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What Terraform itself makes of a local value; `locals` is that part of a synthesized document. */
export function evaluateLocal(locals: Record<string, unknown>, name: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), "evaluate-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ locals }));
    const console = spawnSync(process.env.TERRAFORM_BINARY_NAME || "terraform", ["console"], {
      cwd: folder,
      input: `jsonencode(local.${name})\n`,
      encoding: "utf8",
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: join(folder, "none.tfrc") },
    });
    if (console.status !== 0) throw new Error(console.stderr);
    return JSON.parse(JSON.parse(console.stdout));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
