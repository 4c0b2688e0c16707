import type { BadValue, GoodValue } from "../../../support/value-examples";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const BAD_VERSIONS = [
  "latest",
  "dev",
  "next",
  "8.4",
  "v8_4_1",
  "8.4.1-dev",
  "8.4.1-2026-13-01",
  "8.4.1-2026-10-01-n1",
  "8.4.1@sha256:0123",
  `openemr/openemr:8.4.1@${DIGEST}`,
  "release-candidate-12345-1",
  "",
  " 8.4.1",
];

const CREDENTIAL =
  "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

const BAD_CREDENTIALS = [CREDENTIAL.replace("ecr-pullthroughcache/", ""), "ecr-pullthroughcache/docker-hub"];

export const BAD_VALUES: readonly BadValue[] = [
  ...BAD_VERSIONS.map((value): BadValue => ["openemr_version", value, "a released version"]),
  ["openemr_version", "7.0.2", "7.0.3 or newer"],
  ["openemr_version", "6.1.0-2026-10-01", "7.0.3 or newer"],
  ...[
    "openemr/openemr:8.4.1",
    `openemr/openemr@${DIGEST}`,
    "https://ghcr.io/openemr/openemr",
    "OpenEMR",
    "",
  ].map(
    (value): BadValue => [
      "openemr_image_repository",
      value,
      "the name of a repository of images without a tag",
    ],
  ),
  ["openemr_image_repository", `${"a".repeat(200)}/b`, "at most 200 characters long"],
  [
    "enable_image_pull_through_cache",
    true,
    "false unless openemr_image_repository is <owner>/<name> on Docker Hub",
    { openemr_image_repository: "ghcr.io/clinic/openemr", docker_hub_credential_secret_arn: CREDENTIAL },
  ],
  ...BAD_CREDENTIALS.map(
    (arn): BadValue => [
      "docker_hub_credential_secret_arn",
      arn,
      "the ARN of a secret whose name begins with ecr-pullthroughcache/",
      { enable_image_pull_through_cache: true },
    ],
  ),
  [
    "docker_hub_credential_secret_arn",
    CREDENTIAL.replace("us-east-1", "eu-west-1"),
    "in the region of the installation",
    { enable_image_pull_through_cache: true },
  ],
  ["docker_hub_credential_secret_arn", CREDENTIAL, "null, as enable_image_pull_through_cache is false"],
  [
    "docker_hub_credential_secret_arn",
    null,
    "given, as enable_image_pull_through_cache is true",
    { enable_image_pull_through_cache: true },
  ],
];

export const GOOD_VALUES: readonly GoodValue[] = [
  ...["7.0.3", "8.0.0.3", "8.4.1", "8.4.1-2026-10-01", `8.4.1@${DIGEST}`, `8.4.1-2026-10-01@${DIGEST}`].map(
    (version): GoodValue => [`OpenEMR ${version}`, { openemr_version: version }],
  ),
  ...[
    "docker.io/openemr/openemr",
    "ghcr.io/clinic/openemr",
    "registry.example.org:5000/openemr",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/hub/openemr/openemr",
  ].map((repository): GoodValue => [`images of ${repository}`, { openemr_image_repository: repository }]),
  [
    "a cache of images",
    { enable_image_pull_through_cache: true, docker_hub_credential_secret_arn: CREDENTIAL },
  ],
];
