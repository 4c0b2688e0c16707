import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { Installation } from "../aws/installation";
import type { GeneralVariables, OWN_TAGS } from "../installation-variables";
import { addBackend } from "../state/backend";
import type { StateSettings } from "../state/state-settings";
import { tf } from "../terraform/expression";
import { ReadableStack } from "../terraform/stack";

/** Write-only arguments, which keep secrets out of the state, came with 1.11. */
const TERRAFORM_VERSION = ">= 1.11";

/**
 * The first version that does not read a write-only secret when it refreshes, so that a plan needs no
 * permission to read one. The classes are generated from 6.25.0, which it is compatible with.
 */
const PROVIDER_VERSION = "6.26.0";

/** A stack in one region of an account: where its state is, its provider, and tags on everything. */
export abstract class AwsStack extends ReadableStack {
  constructor(scope: Construct, id: string, state: StateSettings, environment?: string) {
    super(scope, id);
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
    this.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSION);
    addBackend(this, state, environment);
  }

  /** Adds the provider, and what every capability has to know about where it is. */
  protected install(environment: string, variables: GeneralVariables): Installation {
    // As a local value, so that it stands in one place of the stack's JSON.
    const name = new TerraformLocal(this, "environment", environment).asString;
    const own: Record<(typeof OWN_TAGS)[number], unknown> = {
      Application: variables.applicationName.value,
      Environment: name,
      ManagedBy: "terraform",
    };
    new AwsProvider(this, "aws", {
      region: variables.region.value.asString,
      defaultTags: [{ tags: tf`merge(${variables.tags.value}, ${own})`.asAny }],
    });
    return new Installation(this, "installation", {
      environment: name,
      name: variables.applicationName.value,
      region: variables.region.value,
      deletionProtection: variables.deletionProtection.value,
    });
  }
}
