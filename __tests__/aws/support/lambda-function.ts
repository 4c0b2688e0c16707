import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundleTypeScript } from "../../../src/terraform/typescript-bundle";
import { start } from "./run-script";

const PROJECT = path.join(__dirname, "..", "..", "..");

/** Calls the handler as the runtime does, and writes what came of it as JSON. */
const RUNTIME = `
require(process.argv[1]).handler(JSON.parse(process.argv[2])).then(
  (result) => console.log(JSON.stringify({ result })),
  ({ message }) => console.log(JSON.stringify({ error: message })),
);
`;

export interface LambdaOutcome {
  readonly result?: { readonly outcome: string };
  readonly error?: string;
  /** All that it wrote. */
  readonly log: string;
}

/** A function of this project as it is deployed, bundled and in a process of its own, which talks to an emulated AWS. */
export class LambdaFunction {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "function-"));
  private readonly bundle = path.join(this.folder, "index.js");

  /** @param name of its folder in `lambda/` */
  constructor(
    name: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    bundleTypeScript(path.join(PROJECT, "lambda", name, "handler.ts"), this.bundle);
  }

  async invoke(event: object): Promise<LambdaOutcome> {
    const { output } = await start(process.execPath, ["-e", RUNTIME, this.bundle, JSON.stringify(event)], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        NODE_NO_WARNINGS: "1",
        // The runtime brings the SDK along.
        NODE_PATH: path.join(PROJECT, "node_modules"),
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        ...this.environment,
      },
    }).ended;
    return { ...JSON.parse(output.trim().split("\n").at(-1)!), log: output };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
