import { refuseDiversions } from "../../../scripts/terraform/diversions";

test.each([
  [{ TF_WORKSPACE: "other" }, 'TF_WORKSPACE is "other"'],
  [{ TF_WORKSPACE: "default" }, 'TF_WORKSPACE is "default"'],
  [{ TF_DATA_DIR: "/elsewhere" }, 'TF_DATA_DIR is "/elsewhere"'],
  [{ TF_CLI_ARGS: "-no-color -target=aws_efs_file_system.files" }, 'TF_CLI_ARGS has "-target=aws_efs'],
  [{ TF_CLI_ARGS_plan: "-destroy" }, 'TF_CLI_ARGS_plan has "-destroy"'],
  [{ TF_CLI_ARGS_plan: "--lock=false" }, 'TF_CLI_ARGS_plan has "--lock=false"'],
  [{ TF_CLI_ARGS_apply: "other.tfplan" }, 'TF_CLI_ARGS_apply has "other.tfplan"'],
  [{ TF_CLI_ARGS_apply: '"-parallelism=5"' }, "each as -name or -name=value"],
  [{ TF_CLI_ARGS_state_pull: "-state=x" }, 'TF_CLI_ARGS_state_pull has "-state=x"'],
  [{ TF_CLI_ARGS_init: "-backend-config=key=x" }, 'TF_CLI_ARGS_init has "-backend-config=key=x"'],
  [{ TF_REATTACH_PROVIDERS: "{}" }, "TF_REATTACH_PROVIDERS is set"],
  [{ AWS_PROFILE: "staging", AWS_ACCESS_KEY_ID: "AKIA" }, 'AWS_PROFILE is "staging", and AWS_ACCESS_KEY_ID'],
])("%j would lead to something else than the environment", (env, message) => {
  expect(() => refuseDiversions(env)).toThrow(message);
});

test.each([
  {},
  { TF_WORKSPACE: "", TF_DATA_DIR: "", TF_CLI_ARGS: " " },
  { TF_CLI_ARGS_plan: "-parallelism=30 -lock-timeout=5m -compact-warnings", TF_CLI_ARGS: "-no-color" },
  { TF_CLI_ARGS_init: "-input=false -upgrade", TF_CLI_ARGS_fmt: "-recursive" },
  { TF_VAR_region: "eu-west-1", TF_LOG: "info" },
  { TF_REATTACH_PROVIDERS: "{}", AWS_ENDPOINT_URL: "http://127.0.0.1:5000" },
])("%j leads nowhere else", (env) => {
  expect(() => refuseDiversions(env)).not.toThrow();
});
