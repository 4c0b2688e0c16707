import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { addCompiledScripts, compiledScript } from "../../support/compiled-project";

export interface StepEnd {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly path: string;
}

/** A project with the commands of this one, in the hands of a runner that is as GitHub's, as far as steps see it. */
export class Job {
  readonly folder = mkdtempSync(path.join(tmpdir(), "job-"));
  readonly temporary = path.join(this.folder, "temporary");
  private readonly env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv = {}) {
    addCompiledScripts(this.folder);
    mkdirSync(path.join(this.folder, "environments"));
    mkdirSync(this.temporary);
    this.write("environments/trial.tfvars", 'label = "first"\n');
    this.write("cdktf.json", '{"language": "typescript", "app": "x", "context": {}}');
    this.env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: "",
      GITHUB_REPOSITORY: "clinic/openemr",
      GITHUB_RUN_ID: "7",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
      GITHUB_TOKEN: "token-of-the-job",
      OPENEMR_STATE_KIND: "",
      PATH: `${path.join(this.folder, "programs")}:${process.env.PATH}`,
      RUNNER_TEMP: this.temporary,
      ...env,
    };
  }

  write(file: string, content: string): void {
    const place = path.join(this.folder, file);
    rmSync(place, { force: true });
    writeFileSync(place, content);
  }

  /** Runs a step as a workflow does. */
  async step(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<StepEnd> {
    const files = { GITHUB_OUTPUT: "output", GITHUB_STEP_SUMMARY: "summary", GITHUB_PATH: "path" };
    const given = Object.entries(files).map(([variable, name]) => [
      variable,
      path.join(this.temporary, name),
    ]);
    for (const [, file] of given) rmSync(file!, { force: true });
    const child = spawn(process.execPath, [compiledScript(this.folder, `ci/${script}`), ...args], {
      cwd: this.folder,
      env: { ...this.env, ...Object.fromEntries(given), ...env },
    });
    const code = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [outputs, summary, added] = given.map(([, file]) =>
      existsSync(file!) ? readFileSync(file!, "utf8") : "",
    );
    return {
      code: await code,
      log: stdout + stderr,
      outputs: Object.fromEntries(
        outputs!
          .split("\n")
          .filter(Boolean)
          .map((line) => line.split(/=(.*)/s)),
      ),
      summary: summary!,
      path: added!.trim(),
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * In the place of the app: a stack that the real Terraform applies without any provider, with its state where the
 * product keeps a local one. Its label is the environment's.
 */
export const APP = `
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const name = process.env.OPENEMR_ENVIRONMENT;
const folder = join(process.env.CDKTF_OUTDIR!, "stacks", "openemr-" + name);
mkdirSync(folder, { recursive: true });
const validation = { condition: '\${var.label != "bad"}', error_message: "label must not be bad." };
const stack = {
  terraform: { backend: { local: { path: "../../../state/" + name + ".tfstate" } } },
  variable: { label: { type: "string", validation: [validation] } },
  resource: { terraform_data: { thing: { input: "\${var.label}" } } },
  output: { url: { value: "https://openemr.example.org/\${terraform_data.thing.output}" } },
};
writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack));
copyFileSync(join(__dirname, "environments", name + ".tfvars"), join(folder, "terraform.tfvars"));
`;

/** In the place of `npm run review`: notes how it was called. */
export const REVIEW = `
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const args = process.argv.slice(2);
const out = args[args.indexOf("--out") + 1]!;
const plan = args.includes("--plan") ? JSON.parse(readFileSync(args[args.indexOf("--plan") + 1]!, "utf8")) : {};
const changes = (plan.resource_changes ?? []).map(({ address, change }: any) => address + " " + change.actions.join());
if (args.includes("HEAD^1") && process.env.REVIEW_FAILS) process.exit(1);
mkdirSync(out, { recursive: true });
const against = args.includes("--against") ? args[args.indexOf("--against") + 1] : "nothing";
writeFileSync(join(out, "review.md"), "# " + args[0] + " against " + against + ": " + (changes.join("; ") || "nothing") + "\\n");
`;
