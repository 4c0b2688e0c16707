import { refuseCdktfOptions } from "../../../scripts/terraform/cdktf-options";

// cdktf takes each of its options from the environment as well.
test.each(
  "APP AUTO_APPROVE CONTEXT_JSON IGNORE_MISSING_STACK_DEPENDENCIES MIGRATE_STATE OUTPUT OUTPUTS_FILE REFRESH_ONLY SKIP_SYNTH VAR VAR_FILE".split(
    " ",
  ),
)("CDKTF_%s is refused by its name", (option) => {
  const name = `CDKTF_${option}`;
  expect(() => refuseCdktfOptions({ [name]: "a" })).toThrow(`unset ${name}`);
  expect(() => refuseCdktfOptions({ [name]: "" })).not.toThrow();
});

test("what only changes how cdktf works stays", () => {
  expect(() => refuseCdktfOptions({ CDKTF_LOG_LEVEL: "debug", CDKTF_HOME: "/home" })).not.toThrow();
});
