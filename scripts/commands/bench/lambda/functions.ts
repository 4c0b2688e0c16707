import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { bundleTypeScript } from "../../../../src/aws/typescript-bundle";

/** A function in `lambda/`, bundled as it is deployed. */
export interface BenchedFunction {
  readonly name: string;
  /** File of the bundle. */
  readonly bundle: string;
  /** Without the AWS SDK, which the runtime brings along. */
  readonly kilobytes: number;
  readonly atMostKilobytes: number;
}

/** The project's promise for the size of a bundle, and of those that need more. */
const KILOBYTES = 60;
const LARGER: Readonly<Record<string, number>> = {
  "forward-mail": 400,
  // Most of it are the character sets of the client for MySQL.
  "rotate-database-user": 1100,
};

/** Bundles every function that the project has. */
export function bundleFunctions(project: string, scratch: string): BenchedFunction[] {
  const folder = path.join(project, "lambda");
  // A folder that functions share has no handler.
  const names = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, "handler.ts")));
  return names.sort().map((name) => {
    const bundle = path.join(scratch, "functions", name, "index.js");
    bundleTypeScript(path.join(folder, name, "handler.ts"), bundle);
    const kilobytes = statSync(bundle).size / 1000;
    return { name, bundle, kilobytes, atMostKilobytes: LARGER[name] ?? KILOBYTES };
  });
}
