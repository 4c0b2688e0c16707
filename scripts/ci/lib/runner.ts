import { appendFileSync, readFileSync } from "node:fs";
import { UserError } from "../../../src/user-error";

/**
 * The runner of GitHub Actions: what it tells a step, and takes from one. Outside of it, what would be handed on
 * is printed, so that every step can be tried at a desk.
 *
 * Source: "Workflow commands for GitHub Actions" and "Variables reference" of GitHub's documentation.
 */
export class Runner {
  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** `owner/name` of the repository. */
  get repository(): string {
    const repository = this.required("GITHUB_REPOSITORY");
    if (/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/.test(repository)) return repository;
    throw new UserError(`GITHUB_REPOSITORY is "${repository}", but must be owner/name.`);
  }

  /** The page of the run that this step is part of. */
  get runUrl(): string {
    const server = this.env.GITHUB_SERVER_URL || "https://github.com";
    return `${server}/${this.repository}/actions/runs/${this.required("GITHUB_RUN_ID")}`;
  }

  /** The commit that is worked on. */
  get commit(): string {
    return this.required("GITHUB_SHA");
  }

  /** The branch that the run is of. */
  get branch(): string {
    const branch = /^refs\/heads\/(.+)$/.exec(this.required("GITHUB_REF"))?.[1];
    if (branch) return branch;
    throw new UserError(`GITHUB_REF is "${this.env.GITHUB_REF}", but must be a branch: a deploy is of one.`);
  }

  /** A variable that the workflow must set. */
  required(name: string): string {
    const value = this.env[name];
    if (value) return value;
    throw new UserError(`${name} is not set. A job of GitHub Actions sets it; see .github/workflows.`);
  }

  /** The event that started the run, in the form of GitHub's webhooks. */
  get event(): unknown {
    const file = this.required("GITHUB_EVENT_PATH");
    try {
      return JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
      throw new UserError(
        `GITHUB_EVENT_PATH is "${file}", which cannot be read: ${(error as Error).message}`,
      );
    }
  }

  /** Hands a value to later steps and jobs. */
  output(name: string, value: string): void {
    // Another line would be another output.
    if (/[\r\n]/.test(value)) throw new Error(`The output ${name} has several lines.`);
    this.append("GITHUB_OUTPUT", `${name}=${value}`);
  }

  /** Adds to the page of the run. GitHub shows up to 1 MiB of a step. */
  summary(markdown: string): void {
    this.append("GITHUB_STEP_SUMMARY", `${markdown.trimEnd()}\n`);
  }

  /** Puts a folder before those in which later steps look for programs. */
  addPath(folder: string): void {
    this.append("GITHUB_PATH", folder);
  }

  private append(variable: string, line: string): void {
    const file = this.env[variable];
    if (file) appendFileSync(file, `${line}\n`);
    else console.log(line);
  }
}
