import { among, placesOf, regionsOf } from "../installation-variables";
import { tf } from "../terraform/expression";
import { matching } from "../terraform/rules";
import type { Declare } from "../terraform/variable";

/** A name of GitHub's, and behind an @ its number, which stays the same when the name changes. */
const OWNER = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(@[0-9]+)?";
const REPOSITORY = "[A-Za-z0-9._-]+(@[0-9]+)?";

/**
 * Choices for the roles of GitHub Actions.
 *
 * @param environments names of all environments of the project
 */
export function githubVariables(declare: Declare, environments: readonly string[]) {
  const places = declare("environments", {
    type: "map(string)",
    description:
      'Environments that are deployed in this account, each with its region, e.g. { production = "eu-west-1" }. Each gets a role for its deploys.',
    rules: placesOf(environments),
  });
  return {
    repository: declare("repository", {
      type: "string",
      description:
        "Repository whose jobs may assume the roles, as GitHub writes it in the subject of its tokens: owner@id/name@id, or owner/name for one that was made before 15 July 2026 and still has subjects without ids.",
      rules: [
        matching(
          `${OWNER}/${REPOSITORY}`,
          "owner/name or owner@id/name@id",
          'The command "gh api repos/<owner>/<name>/actions/oidc/customization/sub" shows it as sub_claim_prefix, behind repo:.',
        ),
        {
          holds: (value) => tf`length(regexall("@", ${value})) != 1`,
          mustBe: "with both ids or with none",
        },
      ],
    }),
    branch: declare("branch", {
      type: "string",
      default: "main",
      description: "Branch that is deployed.",
      rules: [matching("[A-Za-z0-9][A-Za-z0-9._/-]*", "the name of a branch, such as main")],
    }),
    hostedZones: declare("hosted_zones", {
      type: "map(string)",
      default: {},
      description:
        'Id of the hosted zone of Route 53 that an environment\'s route53_domain names, e.g. { production = "Z0123456789ABC" }. Its deploys write records there, and in no other zone.',
      rules: [
        among(environments),
        {
          holds: (value) => tf`alltrue([for id in values(${value}) : can(regex("^[A-Z0-9]{1,32}$", id))])`,
          mustBe: "a map whose values are each the id of a hosted zone, such as Z0123456789ABC",
          hint: 'The command "aws route53 list-hosted-zones-by-name --dns-name <domain>" shows it, behind /hostedzone/.',
        },
      ],
    }),
    environments: places,
    copyRegions: declare("copy_regions", {
      type: "map(string)",
      default: {},
      description:
        'Region that an environment\'s backup_copy_region names, e.g. { production = "eu-central-1" }. Its deploys make the vault of the copies and its key there, and its backup role copies into that vault; neither reaches anything else there.',
      rules: [
        ...regionsOf(environments),
        {
          holds: (value) => tf`length(setsubtract(keys(${value}), keys(${places.value}))) == 0`,
          mustBe: "a map whose keys are all in environments as well",
        },
        {
          holds: (value) =>
            tf`alltrue([for name, region in ${value} : region != lookup(${places.value}, name, null)])`,
          mustBe: "a map whose values are each another region than that of the environment",
        },
      ],
    }),
    identityProviderArn: declare("identity_provider_arn", {
      type: "string",
      default: null,
      description:
        "ARN of the account's identity provider for token.actions.githubusercontent.com, of which there can be only one. Null makes it.",
      rules: [
        matching(
          "arn:aws:iam::[0-9]{12}:oidc-provider/token[.]actions[.]githubusercontent[.]com",
          "the ARN of the identity provider token.actions.githubusercontent.com",
          'The command "aws iam list-open-id-connect-providers" lists those of the account.',
        ),
      ],
    }),
  };
}
