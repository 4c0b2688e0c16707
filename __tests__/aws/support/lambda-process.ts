import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundleTypeScript } from "../../../src/aws/typescript-bundle";

const ROOT = path.resolve(__dirname, "../../..");

/** Stands in for Lambda's runtime: it loads a bundle once, and hands it one event after the other. */
const RUNTIME = `
const { handler } = require(process.env.BUNDLE);
process.on("message", async ({ event, milliseconds }) => {
  const deadline = Date.now() + milliseconds;
  try {
    const result = await handler(event, { getRemainingTimeInMillis: () => deadline - Date.now() });
    process.send({ result });
  } catch (error) {
    process.send({ error: error.stack });
  }
});
process.send({});
`;

/** A function in a process of its own, bundled as it is deployed. */
export class LambdaProcess {
  /** Lines that it has written, which go to CloudWatch. */
  readonly log: string[] = [];
  /** The result of the last event. */
  result: unknown;

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(entry: string, environment: Readonly<Record<string, string>>): Promise<LambdaProcess> {
    const folder = mkdtempSync(path.join(tmpdir(), "lambda-"));
    const bundle = path.join(folder, "index.js");
    bundleTypeScript(entry, bundle);
    const env = {
      PATH: process.env.PATH,
      BUNDLE: bundle,
      // The runtime brings the AWS SDK along.
      NODE_PATH: path.join(ROOT, "node_modules"),
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      AWS_LAMBDA_FUNCTION_NAME: path.basename(path.dirname(entry)),
      ...environment,
    };
    const child = spawn(process.execPath, ["-e", RUNTIME], {
      env,
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    const lambda = new LambdaProcess(child, folder);
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      lambda.log.push(...text.split("\n").filter(Boolean));
    });
    await lambda.answer();
    return lambda;
  }

  /**
   * @param milliseconds time that the function has
   * @returns what was thrown, as Lambda would log it
   */
  async invoke(event: unknown, milliseconds = 30_000): Promise<string | undefined> {
    const answer = this.answer();
    this.child.send({ event, milliseconds });
    const { error, result } = await answer;
    this.result = result;
    // Lines that were written before the answer may arrive after it.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return error;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill();
    await ended;
    rmSync(this.folder, { recursive: true });
  }

  private answer(): Promise<{ error?: string; result?: unknown }> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => reject(new Error(`The function ended with code ${code}.`));
      this.child.once("exit", onExit);
      this.child.once("message", (message) => {
        this.child.off("exit", onExit);
        resolve(message as { error?: string; result?: unknown });
      });
    });
  }
}
