import { type Expression, tf, type Value } from "../terraform/expression";
import { matching } from "../terraform/rules";
import type { VariableConfig } from "../terraform/variable";
import { OPENEMR_REPOSITORY } from "./openemr-versions";

const HOST = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?";
const NAME = "[a-z0-9]+((__|[._]|-+)[a-z0-9]+)*";

/** A private repository of ECR: account, region and name are its parts. The second form is that of ECR's dual-stack endpoints. */
const ECR = "^([0-9]{12})[.]dkr[.-]ecr[.]([a-z0-9-]+)[.](?:amazonaws[.]com|on[.]aws)/(.+)$";

/** A repository of somebody's on Docker Hub: a first part with a dot or a port is the host of another registry. */
const DOCKER_HUB = "^(?:docker[.]io/)?([a-z0-9_-]+/[a-z0-9._-]+)$";

/** AWS takes 255 characters with the tag. */
const LONGEST = 200;

export const OPENEMR_IMAGE_REPOSITORY = {
  type: "string",
  default: OPENEMR_REPOSITORY,
  description:
    "Repository that OpenEMR's image is pulled from, without a tag: on Docker Hub, in ECR of any account and region, or elsewhere without a sign-in. A repository in another account must allow this one to pull.",
  rules: [
    matching(
      `(${HOST}/)?${NAME}(/${NAME})*`,
      `the name of a repository of images without a tag, such as ${OPENEMR_REPOSITORY} or 123456789012.dkr.ecr.us-east-1.amazonaws.com/openemr`,
      "Tag and digest belong in openemr_version.",
    ),
    {
      holds: (value) => tf`length(${value}) <= ${LONGEST}`,
      mustBe: `at most ${LONGEST} characters long`,
    },
  ],
} as const satisfies VariableConfig;

/** True for a private repository of ECR. */
export function isInEcr(repository: Value<string>): Expression<never> {
  return tf`can(regex(${ECR}, ${repository}))`;
}

/** Account, region and name of a private repository of ECR; an error for any other. */
export function partsInEcr(repository: Value<string>) {
  const part = (index: number) => tf`regex(${ECR}, ${repository})[${index}]`;
  return { accountId: part(0), region: part(1), name: part(2) };
}

/** True for a repository of somebody's on Docker Hub. */
export function isOnDockerHub(repository: Value<string>): Expression<never> {
  return tf`can(regex(${DOCKER_HUB}, ${repository}))`;
}

/** The name on Docker Hub, e.g. `openemr/openemr`; an error for any other repository. */
export function nameOnDockerHub(repository: Value<string>): Expression<never> {
  return tf`regex(${DOCKER_HUB}, ${repository})[0]`;
}

/** True for the repository that OpenEMR's makers publish. */
export function isPublished(repository: Value<string>): Expression<never> {
  return tf`trimprefix(${repository}, "docker.io/") == ${OPENEMR_REPOSITORY}`;
}
