import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findProviderMirror } from "./provider-mirror";

export interface EmulatedTerraform {
  /** For a process that runs Terraform, be it by `PATH` or by `TERRAFORM_BINARY_NAME`. */
  readonly env: NodeJS.ProcessEnv;
  /** Removes its files. */
  remove(): void;
}

/**
 * A wrapper of Terraform that lays override files beside each synthesized stack before it calls the real binary, so
 * that the product need not know of the emulator. `FAIL_TERRAFORM`, a pattern of a command line, makes that command
 * fail without being run.
 */
export function emulatedTerraform(url: string): EmulatedTerraform {
  const folder = mkdtempSync(path.join(tmpdir(), "emulated-terraform-"));
  const overrides = path.join(folder, "overrides");
  mkdirSync(overrides);
  const write = (name: string, content: unknown) =>
    writeFileSync(path.join(overrides, name), JSON.stringify(content));
  const { folder: mirror, version } = findProviderMirror();
  write("version_override.tf.json", {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version } } },
  });
  write("provider_override.tf.json", { provider: { aws: [EMULATED_PROVIDER] } });
  // moto applies a Deny whatever its conditions say, and would lock Terraform out of its own bucket.
  write("policy_override.tf.json", {
    resource: { aws_s3_bucket_policy: { bucket_policy: { policy: HARMLESS_POLICY } } },
  });
  const real = execFileSync("sh", ["-c", "command -v terraform"], { encoding: "utf8" }).trim();
  const wrapper = path.join(folder, "terraform");
  writeFileSync(wrapper, wrapperScript(real, overrides), { mode: 0o755 });
  const configuration = path.join(folder, "terraform.tfrc");
  writeFileSync(
    configuration,
    `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
  );

  const endpoints = ["", "_S3", "_DYNAMODB", "_STS"].map((service) => [`AWS_ENDPOINT_URL${service}`, url]);
  return {
    remove: () => rmSync(folder, { recursive: true, force: true }),
    env: {
      ...process.env,
      ...Object.fromEntries(endpoints),
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: configuration,
      TERRAFORM_BINARY_NAME: wrapper,
      PATH: `${folder}:${process.env.PATH}`,
    },
  };
}

const EMULATED_PROVIDER = {
  skip_credentials_validation: true,
  skip_metadata_api_check: "true",
  skip_region_validation: true,
  s3_use_path_style: true,
  // An operation that the emulator lacks is retried for minutes otherwise.
  max_retries: 1,
};

const HARMLESS_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: "None", Effect: "Deny", Principal: "*", Action: "s3:DeleteBucket", Resource: "*" }],
});

function wrapperScript(real: string, overrides: string): string {
  return `#!/bin/sh
if [ -n "$FAIL_TERRAFORM" ] && printf '%s' "$*" | grep -Eq -- "$FAIL_TERRAFORM"; then
  echo "Error: made to fail" >&2
  exit 1
fi
has() { [ -f cdk.tf.json ] && grep -q "$1" cdk.tf.json; }
has '"required_providers"' && cp '${overrides}/version_override.tf.json' '${overrides}/provider_override.tf.json' .
has '"bucket_policy"' && cp '${overrides}/policy_override.tf.json' .
if [ "$1" = init ] && has '"s3"'; then
  exec '${real}' "$@" -backend-config=use_path_style=true
fi
exec '${real}' "$@"
`;
}
