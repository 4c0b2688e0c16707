import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput } from "cdktf";
import { EncryptionKey } from "../../../src/aws/encryption-key";
import { Installation } from "../../../src/aws/installation";
import { TypeScriptFunction } from "../../../src/aws/typescript-function";
import { writeStackFiles } from "../../../src/stack-files";
import { addBackend } from "../../../src/state/backend";
import type { StateSettings } from "../../../src/state/state-settings";
import { DestroyGuard } from "../../../src/terraform/destroy-guard";
import { ReadableStack } from "../../../src/terraform/stack";
import { Variable } from "../../../src/terraform/variable";

/**
 * A small stack with what could go wrong in a remote run: variables that have their values in a file, a function whose
 * code is an asset, and the guard against its destruction.
 */
export class TrialStack {
  private readonly root = mkdtempSync(path.join(tmpdir(), "trial-stack-"));
  /** Folder of all stacks. */
  readonly stacks = path.join(this.root, "out", "stacks");
  readonly folder = path.join(this.stacks, "openemr-trial");

  constructor(settings: StateSettings) {
    const entry = path.join(this.root, "handler.ts");
    const values = path.join(this.root, "trial.tfvars");
    writeFileSync(entry, "export const handler = async () => 'done';\n");
    writeFileSync(values, 'region = "eu-west-1"\nversion_of_openemr = "7.0.3"\n');
    const app = new App({ outdir: path.join(this.root, "out") });
    const stack = new ReadableStack(app, "openemr-trial");
    addBackend(stack, settings, "trial");
    const region = new Variable<string>(stack, "region", { type: "string", description: "Region." });
    const version = new Variable(stack, "version_of_openemr", { type: "string", description: "Version." });
    const protection = new Variable<boolean>(stack, "deletion_protection", {
      type: "bool",
      default: true,
      description: "Protects.",
    });
    new AwsProvider(stack, "aws", { region: region.stringValue });
    const installation = new Installation(stack, "installation", {
      environment: "trial",
      name: "openemr",
      region: region.value,
      deletionProtection: protection.value,
    });
    const greeter = new TypeScriptFunction(stack, "greeter", {
      installation,
      entry,
      name: "greeter",
      statements: [],
      encryptionKey: new EncryptionKey(stack, "key", { installation, name: "logs", description: "Logs" }),
      logRetentionDays: 30,
    });
    new DestroyGuard(stack, "guard", {
      refuses: protection.value,
      message: "deletion_protection is true, so nothing is destroyed.",
    });
    new TerraformOutput(stack, "function", { value: greeter.name, staticId: true });
    new TerraformOutput(stack, "used", { value: [region.value, version.value], staticId: true });
    app.synth();
    writeStackFiles(this.folder, values, settings.kind);
  }

  /** Puts a file there that a run on this machine may leave. */
  leave(name: string): void {
    mkdirSync(path.dirname(path.join(this.folder, name)), { recursive: true });
    writeFileSync(path.join(this.folder, name), "{}");
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
