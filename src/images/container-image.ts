import type { PolicyStatement } from "../aws/policy-document";
import type { Value } from "../terraform/expression";

/** An image that a container runs, and what the role needs that pulls it. */
export interface ContainerImage {
  /** The image in a container's definition: `<repository>:<tag>` or `<repository>@<digest>`. */
  readonly reference: string;
  /** Labels of the container: a digest does not say which version it is. */
  readonly labels: Readonly<Record<string, string>>;
  /** For the execution role of the task. */
  readonly pull: readonly PolicyStatement[];
}

/**
 * Lets a role pull from one private repository of ECR.
 *
 * @param when the image is in such a repository
 */
export function allowPullFrom(repositoryArn: string, when: Value<boolean>): PolicyStatement[] {
  return [
    // The token is for a whole registry, so the action knows no resource; what it opens is in the next statement.
    { sid: "SignInToRegistry", actions: ["ecr:GetAuthorizationToken"], resources: ["*"], when },
    {
      sid: "PullImage",
      // As AWS's own policy for such roles has it (AmazonECSTaskExecutionRolePolicy).
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [repositoryArn],
      when,
    },
  ];
}

/** Lets a role have a repository fetch what it lacks from the registry behind it. */
export function allowFetchInto(repositoryArn: string, when: Value<boolean>): PolicyStatement {
  return { sid: "FetchImage", actions: ["ecr:BatchImportUpstreamImage"], resources: [repositoryArn], when };
}
