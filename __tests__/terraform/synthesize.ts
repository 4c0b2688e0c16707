import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App } from "cdktf";
import { ReadableStack } from "../../src/terraform/stack";

type Document = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

/** The Terraform JSON of a stack that holds what `build` adds, as the synthesizer writes it. */
export function synthesize(build: (stack: ReadableStack) => void): Document {
  const stack = new ReadableStack(new App(), "test");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  build(stack);
  stack.prepareStack();
  return JSON.parse(JSON.stringify(stack.toTerraform()));
}

/** An expression as it stands in the JSON. */
export function rendered(build: (stack: ReadableStack) => unknown): unknown {
  const document = synthesize((stack) => stack.addOverride("locals.probe", build(stack)));
  return (document.locals as Record<string, unknown>).probe;
}
