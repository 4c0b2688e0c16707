import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runProcess } from "../../../system/run-process";
import { findTerraform } from "../../../terraform/terraform-binary";

/** The major version that the bindings in `package.json` are made of. */
const VERSIONS = "~> 6.0";

/** Lines of a failed test that a report shows. */
const LINES = 60;

/** Plans the stacks with the newest AWS provider, against an emulated account. @returns what failed */
export async function tryNewestProvider(project: string): Promise<string[]> {
  const work = mkdtempSync(path.join(tmpdir(), "newest-provider-"));
  try {
    const mirror = path.join(work, "mirror");
    mkdirSync(mirror);
    const required = { aws: { source: "hashicorp/aws", version: VERSIONS } };
    writeFileSync(
      path.join(work, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: required } }),
    );
    const { program } = await findTerraform();
    await must(program, ["providers", "mirror", mirror], work);
    const { code, stdout, stderr } = await runProcess(
      "npx",
      ["jest", "--selectProjects", "aws", "--testPathPatterns", "openemr-plan"],
      { cwd: project, env: { ...process.env, TF_PLUGIN_MIRROR: mirror } },
    );
    return code === 0 ? [] : `${stdout}\n${stderr}`.trim().split("\n").slice(-LINES);
  } finally {
    rmSync(work, { recursive: true });
  }
}

async function must(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, stderr } = await runProcess(program, args, { cwd });
  if (code !== 0) throw new Error(`${args.join(" ")} ended with code ${code}: ${stderr.trim().slice(-2000)}`);
}
