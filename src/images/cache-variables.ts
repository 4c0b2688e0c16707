import { tf } from "../terraform/expression";
import { falseUnless, matching } from "../terraform/rules";
import type { Declare, Variable } from "../terraform/variable";
import { isOnDockerHub } from "./repository-variable";

const SECRET_ARN =
  "arn:aws:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:ecr-pullthroughcache/[A-Za-z0-9/_+=.@-]+";

const MAKE_ONE =
  'Make one with: aws secretsmanager create-secret --name ecr-pullthroughcache/docker-hub --secret-string file://credential.json, where the file has {"username": ..., "accessToken": ...}. ECR reads none that is encrypted with a key of your own.';

/** A copy of all images in ECR, and what it takes to make it. */
export function imageCacheVariables(
  declare: Declare,
  repository: Variable<string>,
  region: Variable<string>,
) {
  const enabled = declare("enable_image_pull_through_cache", {
    type: "bool",
    default: false,
    description:
      "Pulls all images through a cache in this account's ECR, so that tasks start even during an outage of Docker Hub or after its limit of pulls. Needs docker_hub_credential_secret_arn.",
    rules: [
      falseUnless(
        isOnDockerHub(repository.value),
        "unless openemr_image_repository is <owner>/<name> on Docker Hub",
        "An image in ECR needs no cache, and other registries have no rule here.",
      ),
    ],
  });
  return {
    enableImagePullThroughCache: enabled,
    dockerHubCredentialSecretArn: declare("docker_hub_credential_secret_arn", {
      type: "string",
      default: null,
      description:
        "ARN of a secret with a Docker Hub user and access token, in this account and region, whose name begins with ecr-pullthroughcache/. Needed for enable_image_pull_through_cache.",
      rules: [
        matching(
          SECRET_ARN,
          "the ARN of a secret whose name begins with ecr-pullthroughcache/",
          `AWS's rule for credentials of registries. ${MAKE_ONE}`,
        ),
        {
          holds: (value) => tf`try(split(":", ${value})[3] == ${region.value}, true)`,
          mustBe: "in the region of the installation",
          hint: `ECR reads only credentials of its own region. ${MAKE_ONE}`,
        },
        {
          holds: (value) => tf`${value} == null || ${enabled.value}`,
          mustBe: "null, as enable_image_pull_through_cache is false",
          hint: "Turn the cache on, or leave the secret away.",
        },
        {
          holds: (value) => tf`${value} != null || !${enabled.value}`,
          alsoAboutNull: true,
          mustBe: "given, as enable_image_pull_through_cache is true",
          hint: `Docker Hub gives images to ECR only for an account. ${MAKE_ONE}`,
        },
      ],
    }),
  };
}
