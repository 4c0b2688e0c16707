import path from "node:path";

/** Where cdktf writes the Terraform JSON of a stack, relative to the project. */
export function stackFolder(stack: string): string {
  return path.join("cdktf.out", "stacks", stack);
}
