import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import path from "node:path";

/** The parts of the project that a synthesis and a preview need. Installed packages are linked. */
const PARTS = [
  "main.ts",
  "src",
  "lambda",
  "analytics",
  "scripts",
  "packages",
  "cdktf.json",
  "package.json",
  "tsconfig.json",
];

/** Copies the project with as many environments as asked for, each one of the project's in turn. */
export function copyProject(project: string, copy: string, environments: number): void {
  mkdirSync(path.join(copy, "environments"), { recursive: true });
  for (const part of PARTS) {
    const source = path.join(project, part);
    if (existsSync(source)) cpSync(source, path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(project, "node_modules"), path.join(copy, "node_modules"));
  const files = environmentFiles(project);
  for (let i = 0; i < environments; i++) {
    const name = environmentName(i);
    cpSync(files[i % files.length]!, path.join(copy, "environments", `${name}.tfvars`));
  }
}

export function environmentName(index: number): string {
  return `clinic-${index + 1}`;
}

/** The environments of the project, as paths. */
export function environmentFiles(project: string): string[] {
  const folder = path.join(project, "environments");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".tfvars"))
    .sort()
    .map((file) => path.join(folder, file));
}
