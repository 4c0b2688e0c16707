import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { asString, tf, tfString, type Value } from "../terraform/expression";
import { select, Toggle } from "../terraform/instance-scope";
import { allowFetchInto, allowPullFrom, type ContainerImage } from "./container-image";
import { knownDigests, OPENEMR_VERSIONS } from "./openemr-versions";
import { PullThroughCache } from "./pull-through-cache";
import { isInEcr, isPublished, nameOnDockerHub, partsInEcr } from "./repository-variable";
import { VersionChecks } from "./version-checks";
import { isPinned } from "./version-variable";

export interface ContainerImagesProps {
  readonly installation: Installation;
  /** Tag of OpenEMR's image, with a digest or without. */
  readonly openemrVersion: Value<string>;
  /** Repository of OpenEMR's image, without a tag. */
  readonly openemrRepository: Value<string>;
  /** All images come from a copy in this account's ECR; known at plan time. */
  readonly enablePullThroughCache: Value<boolean>;
  /** Secret with a user and a token of Docker Hub, which the copy needs; else null. */
  readonly dockerHubCredentialArn: Value<string | null>;
  /** Tasks run the AWS CLI; known at plan time. */
  readonly needsAwsCli: Value<boolean>;
  readonly dataKey: EncryptionKey;
}

const ECR_PUBLIC = "public.ecr.aws";

/** AWS's own image of its CLI: version 2.37.9, by the digest of its index, as a tag can be moved. */
const AWS_CLI = {
  repository: "aws-cli/aws-cli",
  digest: "sha256:92de75724b6a746951f0e8b915d86bbccd7cb55aff96cd0cb4f7017272160780",
};

/** Every image that containers of this stack run: the one place that knows where each comes from. */
export class ContainerImages extends Construct {
  readonly openemr: ContainerImage;
  /** Has `aws` and bash, so that nothing is installed when it runs. */
  readonly awsCli: ContainerImage;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ContainerImagesProps,
  ) {
    super(scope, id);
    const { openemrVersion, openemrRepository } = props;
    new VersionChecks(this, "checks", {
      tag: openemrVersion,
      isPublished: isPublished(openemrRepository),
    });
    this.openemr = this.imageOfOpenEmr();
    this.awsCli = this.imageOfAwsCli();
  }

  private imageOfOpenEmr(): ContainerImage {
    const { installation, openemrVersion, openemrRepository: repository, dataKey } = this.props;
    const secretArn = this.props.dockerHubCredentialArn;
    const toggle = new Toggle(this, "openemr", this.props.enablePullThroughCache);
    const cache = new PullThroughCache(toggle, "Default", {
      installation,
      name: "hub",
      registry: "registry-1.docker.io",
      repository: `${nameOnDockerHub(repository)}`,
      // A tag with a date never moves, so its copy must not either. Another one has to follow Docker Hub.
      tagsMove: tf`!${isPinned(openemrVersion)}`,
      credential: { secretArn: `${secretArn}`, accountId: tf`split(":", ${secretArn})[4]` },
      encryptionKey: dataKey,
    });
    const { region, accountId, name } = partsInEcr(repository);
    const own = `arn:${installation.partition}:ecr:${region}:${accountId}:repository/${name}`;
    return {
      reference: openEmrIn(toggle.select(cache.url, repository), openemrVersion, isPublished(repository)),
      labels: { "openemr.version": asString(openemrVersion) },
      pull: [
        ...allowPullFrom(
          `${toggle.select(cache.arn, own)}`,
          tf`(${toggle.condition} || ${isInEcr(repository)})`,
        ),
        allowFetchInto(cache.arn, toggle.condition),
      ],
    };
  }

  private imageOfAwsCli(): ContainerImage {
    const { installation, enablePullThroughCache, needsAwsCli, dataKey } = this.props;
    const toggle = new Toggle(this, "aws_cli", tf`(${enablePullThroughCache} && ${needsAwsCli})`);
    const cache = new PullThroughCache(toggle, "Default", {
      installation,
      name: "aws",
      registry: ECR_PUBLIC,
      repository: AWS_CLI.repository,
      tagsMove: tf`false`,
      encryptionKey: dataKey,
    });
    const origin = `${ECR_PUBLIC}/${AWS_CLI.repository}`;
    return {
      reference: tfString`join("@", [${toggle.select(cache.url, origin)}, ${AWS_CLI.digest}])`,
      labels: {},
      pull: [...allowPullFrom(cache.arn, toggle.condition), allowFetchInto(cache.arn, toggle.condition)],
    };
  }
}

/**
 * The image by its digest where the operator gives one, or where it is known what a dated tag of the published
 * repository stands for; else by its tag. AWS documents names with a tag or with a digest, and none with both.
 */
function openEmrIn(repository: Value<string>, tag: Value<string>, published: Value<boolean>): string {
  const known = tf`(${published} ? lookup(${knownDigests(OPENEMR_VERSIONS)}, ${tag}, "") : "")`;
  const digest = tf`try(split("@", ${tag})[1], ${known})`;
  const suffix = select(tf`${digest} == ""`, tf`join("", [":", ${tag}])`, tf`join("", ["@", ${digest}])`);
  return tfString`join("", [${repository}, ${suffix}])`;
}
