import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROJECT = path.join(__dirname, "../../../..");

/** Writes the stack as main.ts of this project does, without the time that it takes. */
const MAIN = `
import { copyFileSync, mkdirSync, writeFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
const environment = process.env.OPENEMR_ENVIRONMENT!;
const folder = join(process.env.CDKTF_OUTDIR!, "stacks", "openemr-" + environment);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "cdk.tf.json"), readFileSync(join(__dirname, "stack.json")));
copyFileSync(join(__dirname, "environments", environment + ".tfvars"), join(folder, "terraform.tfvars"));
`;

/** A git repository with a project as small as one can be, whose main.ts writes the stack that is in stack.json. */
export class SmallRepository {
  readonly folder = mkdtempSync(path.join(tmpdir(), "small-repository-"));

  constructor(stack: object, tfvars = "") {
    this.write("main.ts", MAIN);
    this.write("cdktf.json", "{}");
    this.write("package.json", "{}");
    this.write("tsconfig.json", "{}");
    this.write(".gitignore", "node_modules\ncdktf.out\n");
    this.lock({ cdktf: "0.21.0" });
    this.write("environments/clinic.tfvars", tfvars);
    this.stack(stack);
    symlinkSync(path.join(PROJECT, "node_modules"), path.join(this.folder, "node_modules"));
    cpSync(
      path.join(PROJECT, "scripts", "terraform", "offline.tfrc"),
      path.join(this.folder, "offline.tfrc"),
    );
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit();
  }

  stack(stack: object): void {
    this.write("stack.json", JSON.stringify(stack));
  }

  lock(
    dependencies: Readonly<Record<string, string>>,
    development: Readonly<Record<string, string>> = {},
  ): void {
    const entries = (versions: Readonly<Record<string, string>>, dev: boolean) =>
      Object.entries(versions).map(([name, version]) => [
        `node_modules/${name}`,
        { version, ...(dev ? { dev: true } : {}) },
      ]);
    const packages = Object.fromEntries([...entries(dependencies, false), ...entries(development, true)]);
    this.write("package-lock.json", JSON.stringify({ packages: { "": {}, ...packages } }));
  }

  write(name: string, content: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  commit(): void {
    this.git("add", "--all");
    this.git(
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@example.org",
      "commit",
      "--quiet",
      "--message",
      "Change",
    );
  }

  git(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync("git", ["-C", this.folder, ...args], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
