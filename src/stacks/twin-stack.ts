import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type ISynthesisSession, TerraformAsset } from "cdktf";
import type { Construct } from "constructs";
import type { TerraformDocument } from "../terraform/document";
import { AwsStack } from "./aws-stack";
import type { OpenEmrStack, OpenEmrStackProps } from "./openemr-stack";

export interface TwinStackProps extends OpenEmrStackProps {
  /** The stack of another environment, of the same app and made before. */
  readonly of: OpenEmrStack;
}

/**
 * The stack of one environment more: the same as another one's but for what every stack here has of its own, which
 * are the environment's name and the place of its state. That makes environments equal by construction, and each
 * more takes a few hundredths of a second.
 */
export class TwinStack extends AwsStack {
  private readonly original: OpenEmrStack;

  constructor(scope: Construct, id: string, { of, environment, state }: TwinStackProps) {
    super(scope, id, state, environment);
    this.nameEnvironment(environment);
    this.original = of;
    const { synthesizer } = this;
    this.synthesizer = {
      synthesize: (session) => {
        synthesizer.synthesize(session);
        this.copyAssets(session);
      },
    };
  }

  protected override write(): TerraformDocument {
    const { "//": notes, terraform, locals } = super.write();
    const document = this.original.toTerraform();
    return {
      ...document,
      "//": { ...notes, outputs: { [this.node.id]: document["//"].outputs[this.original.node.id] } },
      terraform: { ...terraform, required_providers: document.terraform.required_providers },
      locals: { ...document.locals, ...locals },
    };
  }

  private copyAssets({ manifest, outdir }: ISynthesisSession): void {
    const folderOf = (stack: AwsStack) => join(outdir, manifest.forStack(stack).workingDirectory);
    const paths = this.original.node
      .findAll()
      .flatMap((construct) => (construct instanceof TerraformAsset ? [construct.path] : []));
    // As cdktf does: former versions go.
    for (const path of paths) {
      const [assets, asset] = path.split("/");
      rmSync(join(folderOf(this), assets!, asset!), { recursive: true, force: true });
      cpSync(join(folderOf(this.original), path), join(folderOf(this), path), { recursive: true });
    }
  }
}
