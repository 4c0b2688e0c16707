import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { addCompiledScripts, compiledScript } from "./compiled-project";
import { RunningScript } from "./running-script";

export interface ScriptRun {
  readonly status: number | null;
  readonly output: string;
}

/**
 * A project with the commands of this one and nothing else of it: an environment "trial", and a cdktf.json that
 * the test writes.
 */
export class ScriptProject {
  readonly folder = mkdtempSync(path.join(tmpdir(), "script-project-"));

  constructor() {
    addCompiledScripts(this.folder);
    this.write("environments/trial.tfvars", 'region = "eu-west-1"\n');
  }

  write(file: string, content: unknown): void {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const place = path.join(this.folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    rmSync(place, { force: true });
    writeFileSync(place, text);
  }

  /** Puts a shell script in the place of Terraform. @returns the environment that makes it so */
  standInForTerraform(script: string): NodeJS.ProcessEnv {
    const program = path.join(this.folder, "terraform");
    const version = `if [ "$1" = version ]; then echo '{"terraform_version":"1.11.0"}'; exit; fi`;
    writeFileSync(program, `#!/bin/sh\n${version}\n${script}\n`, { mode: 0o755 });
    return { TERRAFORM_BINARY_NAME: program };
  }

  /**
   * Puts a shell script in the place of Terraform that has these outputs of the environment "trial".
   *
   * @returns the environment that makes it so
   */
  deployed(outputs: Readonly<Record<string, unknown>>): NodeJS.ProcessEnv {
    this.write("cdktf.out/stacks/openemr-trial/cdk.tf.json", {});
    const values = Object.entries(outputs).map(([name, value]) => [name, { value, sensitive: false }]);
    this.write("outputs.json", Object.fromEntries(values));
    return this.standInForTerraform(`cat "${this.folder}/outputs.json"`);
  }

  /** Starts a command that is JavaScript. @param script as `npm run` knows it */
  start(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningScript {
    return new RunningScript([compiledScript(this.folder, script), ...args], { cwd: this.folder, env });
  }

  /** Runs a command that is JavaScript. @param script as `npm run` knows it */
  run(
    script: string,
    args: readonly string[],
    { cwd = this.folder, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ): ScriptRun {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [compiledScript(this.folder, script), ...args],
      { cwd, encoding: "utf8", env: { ...process.env, OPENEMR_STATE_KIND: "", ...env } },
    );
    return { status, output: stdout + stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
