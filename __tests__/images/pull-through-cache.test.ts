import { OfflineAccount, type OfflineStack } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";
import { DOCKER_HUB_CREDENTIAL, OFF } from "../support/toggles";

const account = new OfflineAccount();
let stack: OfflineStack;

beforeAll(async () => {
  stack = await account.add(
    SynthesizedProject.shared().stack("openemr-production"),
    /\.(images_|application_)/,
  );
});
afterAll(() => account.close());

const withCredential = (arn: string) => ({
  ...OFF,
  enable_image_pull_through_cache: true,
  docker_hub_credential_secret_arn: arn,
});

it("is refused with a credential of another account, before anything is made", async () => {
  const foreign = DOCKER_HUB_CREDENTIAL.replace("123456789012", "210987654321");
  await expect(stack.plan(withCredential(foreign))).rejects.toThrow(
    "docker_hub_credential_secret_arn is in account 210987654321, but must be in account 123456789012",
  );
});

it("has names of its own in every installation, within the 30 characters that AWS allows a prefix", async () => {
  const plan = await stack.plan({
    ...withCredential(DOCKER_HUB_CREDENTIAL),
    create_serverless_analytics_environment: true,
    name: "clinicwithaverylongnameindeed",
  });
  const planned = (wanted: string, attribute: string) =>
    (plan.resource_changes ?? [])
      .filter(({ type }) => type === wanted)
      .map(({ change }) => String((change.after as Record<string, unknown>)[attribute]));
  const prefixes = planned("aws_ecr_pull_through_cache_rule", "ecr_repository_prefix");
  expect(prefixes).toHaveLength(2);
  expect(new Set(prefixes).size).toBe(2);
  for (const prefix of prefixes) {
    // Form and length of CreatePullThroughCacheRule in AWS's API reference.
    expect(prefix).toMatch(/^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/);
    expect(prefix.length).toBeLessThanOrEqual(30);
  }
  expect(planned("aws_ecr_repository", "name").sort()).toEqual([
    `${prefixes.find((prefix) => prefix.endsWith("-aws"))}/aws-cli/aws-cli`,
    `${prefixes.find((prefix) => prefix.endsWith("-hub"))}/openemr/openemr`,
  ]);
});
