import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface OutputSize {
  /** Size of the Terraform JSON of all stacks. */
  readonly bytes: number;
  /** Blocks of resources and data sources in all stacks, before Terraform counts any of them out. */
  readonly resources: number;
}

/** How much a synthesis wrote. */
export function outputSize(outdir: string): OutputSize {
  const stacks = path.join(outdir, "stacks");
  const sizes = readdirSync(stacks).map((stack) => documentSize(path.join(stacks, stack, "cdk.tf.json")));
  return {
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    resources: sizes.reduce((sum, { resources }) => sum + resources, 0),
  };
}

function documentSize(file: string): OutputSize {
  const text = readFileSync(file, "utf8");
  const document = JSON.parse(text) as Record<string, Record<string, object> | undefined>;
  const blocks = ["resource", "data"].flatMap((kind) => Object.values(document[kind] ?? {}));
  return {
    bytes: Buffer.byteLength(text),
    resources: blocks.reduce((sum, ofType) => sum + Object.keys(ofType).length, 0),
  };
}
