import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { asString, tf, tfString, type Value } from "../terraform/expression";
import { select } from "../terraform/instance-scope";

export interface PullThroughCacheProps {
  readonly installation: Installation;
  /** Last part of the prefix that stands for the registry, e.g. `hub`; at most 5 characters, as AWS allows 30 in all. */
  readonly name: string;
  /** Host of the registry that images come from, as AWS writes it, e.g. `registry-1.docker.io`. */
  readonly registry: string;
  /** Name of the repository there. */
  readonly repository: string;
  /** A tag that is in use may come to mean another image. */
  readonly tagsMove: Value<boolean>;
  /** Credential for the registry, where it asks for one. */
  readonly credential?: { readonly secretArn: Value<string>; readonly accountId: Value<string> };
  readonly encryptionKey: EncryptionKey;
}

/** An index and its platforms are images each, so this is about six versions. */
const KEPT_IMAGES = 20;

/**
 * A repository of ECR that fetches what it lacks from another registry. The first pull of an image takes as long as
 * ever; all later ones stay in the region, and in the account, whatever happens to the other registry.
 *
 * AWS would make the repository at the first pull. Here it is made beforehand: it has the installation's key and tags,
 * the role that pulls may not make repositories, and it goes with the installation.
 */
export class PullThroughCache extends Construct {
  /** The part of an image's name before the tag. */
  readonly url: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PullThroughCacheProps) {
    super(scope, id);
    const { installation, credential, encryptionKey } = props;
    const rule = new EcrPullThroughCacheRule(this, "rule", {
      ecrRepositoryPrefix: installation.names.of(props.name, "registry-prefix"),
      upstreamRegistryUrl: props.registry,
      credentialArn: credential && asString(credential.secretArn),
      lifecycle: credential && {
        precondition: [
          {
            condition: tf`${credential.accountId} == ${installation.accountId}`,
            errorMessage: `docker_hub_credential_secret_arn is in account ${credential.accountId}, but must be in account ${installation.accountId}: ECR reads only credentials of its own account and region. Make the secret there.`,
          },
        ],
      },
    });
    const repository = new EcrRepository(this, "Default", {
      name: tfString`join("/", [${rule.ecrRepositoryPrefix}, ${props.repository}])`,
      imageTagMutability: `${select(props.tagsMove, "MUTABLE", "IMMUTABLE")}`,
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: encryptionKey.arn }],
      imageScanningConfiguration: { scanOnPush: true },
      // Everything in it can be fetched again.
      forceDelete: true,
    });
    new EcrLifecyclePolicy(this, "lifecycle", {
      repository: repository.name,
      policy: tfString`jsonencode(${{
        rules: [
          {
            rulePriority: 1,
            description: "Images of versions that are long gone",
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: KEPT_IMAGES },
            action: { type: "expire" },
          },
        ],
      }})`,
    });
    this.url = repository.repositoryUrl;
    this.arn = repository.arn;
  }
}
