import { Construct } from "constructs";
import { Toggle } from "../../src/terraform/instance-scope";
import { declareOutput } from "../../src/terraform/output";
import { synthesize } from "./synthesize";

test("an output belongs to the stack under its own name, wherever its value is made", () => {
  const { output } = synthesize((stack) => {
    const capability = new Construct(new Toggle(stack, "toggle", true), "capability");
    declareOutput(capability, "endpoint", "Where it answers.", "example.org");
  });
  expect(output).toEqual({ endpoint: { value: "example.org", description: "Where it answers." } });
});

test("two outputs of one name are refused", () => {
  const build = () =>
    synthesize((stack) => {
      for (const id of ["one", "other"]) declareOutput(new Construct(stack, id), "endpoint", "Where.", id);
    });
  expect(build).toThrow(/endpoint/);
});
