import { policyDocument } from "../../src/aws/policy-document";
import { ContainerImages } from "../../src/images/container-images";
import { SynthesizedCapability } from "../support/capability";
import { evaluateLocal } from "../support/evaluate";
import type { Statement } from "../support/iam-policies";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const ECR = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/hub/openemr/openemr";
const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";
const CACHED = { enable_image_pull_through_cache: true, docker_hub_credential_secret_arn: SECRET };

const synthesized = new SynthesizedCapability(({ stack, installation, variables, dataKey }) => {
  const { openemr, awsCli } = new ContainerImages(stack, "images", {
    installation,
    openemrVersion: variables.openemrVersion.value,
    openemrRepository: variables.openemrImageRepository.value,
    enablePullThroughCache: variables.enableImagePullThroughCache.value,
    dockerHubCredentialArn: variables.dockerHubCredentialSecretArn.value,
    needsAwsCli: variables.createServerlessAnalyticsEnvironment.value,
    dataKey,
  });
  stack.addOverride("locals.images", [openemr.reference, policyDocument(openemr.pull)]);
  stack.addOverride("locals.copy_images", [awsCli.reference, policyDocument(awsCli.pull)]);
});

/** Attributes that are known once everything is applied. */
const KNOWN = {
  "data.aws_partition.installation_partition.partition": "aws",
  "aws_ecr_repository.images_openemr[0].repository_url": "cache/openemr/openemr",
  "aws_ecr_repository.images_openemr[0].arn": "arn:of-the-cache",
  "aws_ecr_repository.images_aws_cli[0].repository_url": "cache/aws-cli/aws-cli",
  "aws_ecr_repository.images_aws_cli[0].arn": "arn:of-the-cache-of-aws",
};

/** An image and the statements of who pulls it, as Terraform computes them from the operator's values. */
function image(local: "images" | "copy_images", values: Record<string, unknown>) {
  const given = {
    openemr_version: "8.4.1-2026-10-05",
    openemr_image_repository: "openemr/openemr",
    enable_image_pull_through_cache: false,
    create_serverless_analytics_environment: true,
    ...values,
  };
  let text = JSON.stringify(synthesized.locals[local]);
  const replaced = {
    ...KNOWN,
    ...Object.fromEntries(Object.entries(given).map(([k, v]) => [`var.${k}`, v])),
  };
  for (const [name, value] of Object.entries(replaced)) {
    text = text.replaceAll(name, JSON.stringify(JSON.stringify(value)).slice(1, -1));
  }
  const [reference, policy] = evaluateLocal({ [local]: JSON.parse(text) }, local) as [string, string];
  return { reference, statements: JSON.parse(policy).Statement as Statement[] };
}

describe("OpenEMR's image", () => {
  const reference = (values: Record<string, unknown>) => image("images", values).reference;

  it.each([
    [{}, "openemr/openemr:8.4.1-2026-10-05"],
    [{ openemr_version: "8.4.1" }, "openemr/openemr:8.4.1"],
    // AWS documents an image with a tag or with a digest, not with both.
    [{ openemr_version: `8.4.1@${DIGEST}` }, `openemr/openemr@${DIGEST}`],
    [{ openemr_version: `8.4.1-2026-10-05@${DIGEST}` }, `openemr/openemr@${DIGEST}`],
    [{ openemr_image_repository: ECR }, `${ECR}:8.4.1-2026-10-05`],
    [{ openemr_image_repository: ECR, openemr_version: `8.4.1@${DIGEST}` }, `${ECR}@${DIGEST}`],
    [{ openemr_image_repository: "ghcr.io/clinic/openemr" }, "ghcr.io/clinic/openemr:8.4.1-2026-10-05"],
    [CACHED, "cache/openemr/openemr:8.4.1-2026-10-05"],
    [{ ...CACHED, openemr_version: `8.4.1@${DIGEST}` }, `cache/openemr/openemr@${DIGEST}`],
  ])("with %j is %s", (values, expected) => {
    expect(reference(values)).toBe(expected);
  });

  it("may be pulled by nobody where it takes no right of AWS", () => {
    expect(image("images", {}).statements).toEqual([]);
    expect(image("images", { openemr_image_repository: "ghcr.io/clinic/openemr" }).statements).toEqual([]);
  });

  it.each([
    [ECR, "arn:aws:ecr:eu-west-1:210987654321:repository/hub/openemr/openemr"],
    [
      "210987654321.dkr-ecr.us-west-2.on.aws/openemr",
      "arn:aws:ecr:us-west-2:210987654321:repository/openemr",
    ],
  ])("of %s may be pulled from just there", (repository, arn) => {
    const { statements } = image("images", { openemr_image_repository: repository });
    expect(statements.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ["SignInToRegistry", ["*"]],
      ["PullImage", [arn]],
    ]);
    expect(statements[0]!.Action).toEqual(["ecr:GetAuthorizationToken"]);
    expect(statements.flatMap(({ Action }) => Action)).not.toContain("ecr:BatchImportUpstreamImage");
  });

  it("may be fetched into the cache, and no repository may be made for it", () => {
    const { statements } = image("images", CACHED);
    expect(statements.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ["SignInToRegistry", ["*"]],
      ["PullImage", ["arn:of-the-cache"]],
      ["FetchImage", ["arn:of-the-cache"]],
    ]);
    expect(statements[2]!.Action).toEqual(["ecr:BatchImportUpstreamImage"]);
    expect(JSON.stringify(statements)).not.toContain("ecr:CreateRepository");
  });
});

describe("the image of the AWS CLI", () => {
  it("comes by its digest, from AWS or through the cache", () => {
    const [direct, cached] = [image("copy_images", {}), image("copy_images", CACHED)];
    expect(direct.reference).toMatch(/^public\.ecr\.aws\/aws-cli\/aws-cli@sha256:[0-9a-f]{64}$/);
    expect(direct.statements).toEqual([]);
    expect(cached.reference).toBe(direct.reference.replace("public.ecr.aws", "cache"));
    expect(cached.statements.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ["SignInToRegistry", ["*"]],
      ["PullImage", ["arn:of-the-cache-of-aws"]],
      ["FetchImage", ["arn:of-the-cache-of-aws"]],
    ]);
  });
});

describe("the cache", () => {
  const resource = (address: string) => synthesized.resource(address);

  it("has rules for Docker Hub with a credential and for AWS's public registry without", () => {
    expect(resource("aws_ecr_pull_through_cache_rule.images_openemr_rule")).toMatchObject({
      upstream_registry_url: "registry-1.docker.io",
      credential_arn: "${var.docker_hub_credential_secret_arn}",
    });
    const forAws = resource("aws_ecr_pull_through_cache_rule.images_aws_cli_rule");
    expect(forAws).toMatchObject({ upstream_registry_url: "public.ecr.aws" });
    expect(forAws).not.toHaveProperty("credential_arn");
  });

  it.each(["openemr", "aws_cli"])(
    "of %s is a repository with the installation's key, that can be emptied",
    (name) => {
      expect(resource(`aws_ecr_repository.images_${name}`)).toMatchObject({
        encryption_configuration: [{ encryption_type: "KMS", kms_key: "${aws_kms_key.data_key.arn}" }],
        force_delete: true,
      });
      expect(resource(`aws_ecr_lifecycle_policy.images_${name}_lifecycle`).policy).toContain(
        "imageCountMoreThan",
      );
    },
  );

  it.each([
    ["8.4.1-2026-10-05", "IMMUTABLE"],
    [`8.4.1@${DIGEST}`, "IMMUTABLE"],
    ["8.4.1", "MUTABLE"],
  ])("keeps what a tag means for as long as nobody moves it: %s", (version, expected) => {
    const { image_tag_mutability: mutability } = resource("aws_ecr_repository.images_openemr");
    const local = String(mutability).replaceAll("var.openemr_version", JSON.stringify(version));
    expect(evaluateLocal({ local }, "local")).toBe(expected);
  });
});
