import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { STATE_BACKEND_STACK, StateBackendStack } from "../../../src/stacks/state-backend-stack";
import { stackStateKey } from "../../../src/state/backend";
import type { StateSettings } from "../../../src/state/state-settings";
import { UserError } from "../../../src/user-error";
import { Terraform } from "../../terraform/terraform";
import { TerraformError } from "../../terraform/terraform-diagnostics";
import { parseState, readStateFile, type StateFile } from "./state-file";

/** The contents of the bucket at the state's place. */
export type InBucket =
  | { readonly bucket: "missing"; readonly state?: undefined }
  | { readonly bucket: "there"; readonly state?: StateFile };

const FOLDER = ".bootstrap";

/**
 * The folder that a bootstrap works in, and the state until it is in the bucket. It is removed at the end, so
 * one that exists is what a run that failed has left.
 */
export class Workspace {
  /** Where the stack is synthesized to. */
  readonly stackFolder: string;
  private readonly folder: string;
  private readonly stateFile: string;

  constructor(project: string) {
    this.folder = path.join(project, FOLDER);
    this.stackFolder = path.join(this.folder, "stacks", STATE_BACKEND_STACK);
    this.stateFile = path.join(this.folder, `${STATE_BACKEND_STACK}.tfstate`);
  }

  get localState(): StateFile | undefined {
    return readStateFile(this.stateFile);
  }

  /** Whether any state is in this folder: the one, its backup, what Terraform could not write, or a lock. */
  get holdsState(): boolean {
    return [this.folder, this.stackFolder].some((folder) =>
      filesIn(folder).some((file) => file.includes(".tfstate") && statSync(path.join(folder, file)).size > 0),
    );
  }

  /** Writes the stack, with its state in this folder. */
  async withLocalState(settings: Pick<StateSettings, "region" | "name">): Promise<Terraform> {
    return this.synthesize({ ...settings, kind: "local", directory: FOLDER });
  }

  /** Writes the stack, with its state in the bucket. */
  async withStateInBucket(settings: StateSettings): Promise<Terraform> {
    return this.synthesize(settings);
  }

  /** Reads the state in a bucket, by Terraform and past whatever this folder is initialized for. */
  async inspect(bucket: string, region: string): Promise<InBucket> {
    const folder = path.join(this.folder, "inspection");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const backend = { s3: { bucket, region, key: stackStateKey(STATE_BACKEND_STACK), encrypt: true } };
    writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
    const terraform = await Terraform.in(folder);
    try {
      await terraform.init();
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      if (/NoSuchBucket|does not exist/.test(error.message)) return { bucket: "missing" };
      if (/StatusCode: 403|AccessDenied|Forbidden/.test(error.message)) {
        throw new UserError(
          `The bucket "${bucket}" exists, but these credentials may not read it. If it belongs to another account, ` +
            "use credentials of that one, or give this installation another --name. If it is in this account, " +
            `allow s3:ListBucket, s3:GetObject, s3:PutObject on it.\n\n${error.message}`,
        );
      }
      throw error;
    }
    return { bucket: "there", state: parseState(await terraform.capture("state", ["pull"])) };
  }

  /** Removes the folder with the local state in it. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async synthesize(settings: StateSettings): Promise<Terraform> {
    if (!existsSync(this.folder)) mkdirSync(this.folder);
    const app = new App({ outdir: this.folder });
    new StateBackendStack(app, STATE_BACKEND_STACK, settings);
    app.synth();
    return Terraform.in(this.stackFolder);
  }
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
