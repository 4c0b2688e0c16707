import type { TerraformStack } from "cdktf";
import { LocalBackend, S3Backend, type S3BackendConfig } from "cdktf";
import { describeMissing, missingSettings, type StateSettings } from "./state-settings";
import { UnsetBackend } from "./unset-backend";
import { WorkspaceBackend } from "./workspace-backend";

/** Local state files lie below the project, which is three folders above `cdktf.out/stacks/<stack>`. */
const PROJECT_FROM_STACK = "../../..";

/** `useLockfile` came with Terraform 1.10; cdktf hands it on, but its type does not know it. */
type S3Settings = S3BackendConfig & { readonly useLockfile?: boolean };

/**
 * Gives a stack the place of its state. While a required setting is missing, the stack can be synthesized and
 * previewed, and any `terraform init` of it stops: state is never kept in a place that nobody chose.
 *
 * @param environment the one that the stack is, if it is one
 */
export function addBackend(stack: TerraformStack, settings: StateSettings, environment?: string): void {
  const missing = missingSettings(settings);
  if (missing.length > 0) {
    new UnsetBackend(stack, describeMissing(settings, missing));
    return;
  }
  const name = stack.node.id;
  switch (settings.kind) {
    case "s3": {
      const config: S3Settings = {
        bucket: settings.bucket!,
        key: environment ? environmentStateKey(environment) : stackStateKey(name),
        region: settings.region,
        encrypt: true,
        kmsKeyId: settings.kmsKey,
        dynamodbTable: settings.lockTable,
        useLockfile: settings.useLockfile,
      };
      new S3Backend(stack, config);
      break;
    }
    case "cloud":
      new WorkspaceBackend(stack, {
        organization: settings.organization!,
        hostname: settings.hostname,
        workspace: name,
        project: settings.project,
      });
      break;
    case "local":
      new LocalBackend(stack, {
        path: `${PROJECT_FROM_STACK}/${settings.directory ?? "state"}/${name}.tfstate`,
      });
      break;
  }
}

/** Object in the bucket that is the state of an environment. @param environment its name, or `*` for all in a policy */
export function environmentStateKey(environment: string): string {
  return `environments/${environment}/terraform.tfstate`;
}

/** Object in the bucket that is the state of a stack that is no environment. */
export function stackStateKey(stack: string): string {
  return `${stack}/terraform.tfstate`;
}
