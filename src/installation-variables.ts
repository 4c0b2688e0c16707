import { REGIONS } from "./aws/regions";
import { tf } from "./terraform/expression";
import { inForm, matching, type TextForm } from "./terraform/rules";
import type { Declare, Rule } from "./terraform/variable";

/** Tags that the stack itself puts on every resource. */
export const OWN_TAGS = ["Application", "Environment", "ManagedBy"] as const;

/** First part of every physical name where the operator gives none. */
export const DEFAULT_NAME = "openemr";

/** Forms of the first part of every physical name. */
export const NAME_FORMS: readonly TextForm[] = [
  {
    // No hyphen: it would make "a-b" and "c" the same installation as "a" and "b-c".
    pattern: "[a-z][a-z0-9]*",
    mustBe: "lower-case letters and digits, beginning with a letter",
  },
  {
    pattern: "sg|internal",
    inverted: true,
    mustBe:
      "another name than sg and internal, with which AWS lets no security group and no load balancer begin",
  },
  {
    pattern: "(aws|ssm).*",
    inverted: true,
    mustBe:
      "a name that does not begin with aws or ssm, as AWS keeps the names of parameters that do to itself",
  },
  { pattern: ".{0,32}", mustBe: "at most 32 characters long" },
];

const OTHER_PARTITIONS = "(cn|us-gov|us-iso[a-z]*|eu-iso[a-z]*|eusc)-.*";

/** Forms of a region that the stacks can be in. */
export const REGION_FORMS: readonly TextForm[] = [
  {
    // The next rule speaks of the other partitions.
    pattern: `${REGIONS.join("|")}|${OTHER_PARTITIONS}`,
    mustBe: "the code of an AWS region, such as us-east-1",
    hint: `This version of the project knows ${REGIONS.join(", ")}.`,
  },
  {
    pattern: OTHER_PARTITIONS,
    inverted: true,
    mustBe: "a region of the commercial partition",
    hint: "China and GovCloud have other certificate authorities, and no Fargate on ARM.",
  },
];

const TAG_KEY = "^[A-Za-z0-9_.:/=+-]{1,128}$";
const TAG_VALUE = "^[A-Za-z0-9 _.:/=+@-]{1,256}$";

/** Choices for the whole installation. */
export function generalVariables(declare: Declare) {
  return {
    applicationName: declare("name", {
      type: "string",
      default: DEFAULT_NAME,
      description:
        "First part of every physical name, before the environment's. Change it to run a second installation of the same environment in one account; it cannot be changed afterwards without replacing the installation.",
      rules: NAME_FORMS.map(inForm),
    }),
    region: declare("region", {
      type: "string",
      description:
        "AWS region of the installation, where all data stays, e.g. us-east-1. It cannot be changed afterwards without replacing the installation.",
      rules: REGION_FORMS.map(inForm),
    }),
    deletionProtection: declare("deletion_protection", {
      type: "bool",
      default: true,
      description:
        "Protects the database and the load balancer against deletion, keeps buckets that hold objects, and lets deleted secrets be restored for 30 days. Set it to false, and apply, before destroying an installation.",
    }),
    tags: declare("tags", {
      type: "map(string)",
      default: {},
      description: `Tags for every resource, beside ${OWN_TAGS.join(", ")}, which the stack sets itself.`,
      rules: [
        { holds: (value) => tf`length(${value}) <= 40`, mustBe: "at most 40 tags" },
        {
          // Characters that each service takes: GuardDuty is the narrowest about keys, EMR Serverless and CloudTrail about values.
          holds: (value) =>
            tf`alltrue([for key, text in ${value} : can(regex(${TAG_KEY}, key)) && can(regex(${TAG_VALUE}, text))])`,
          mustBe:
            "a map whose keys have letters of a to z, digits and _.:/=+- only, and whose values have these, spaces and @, at least one of them",
          hint: "A key has at most 128 characters, a value 256. Some services of AWS refuse others in the middle of a deployment.",
        },
        {
          holds: (value) => tf`alltrue([for key in keys(${value}) : !startswith(lower(key), "aws:")])`,
          mustBe: "free of keys that begin with aws:, which AWS reserves",
        },
        {
          holds: (value) =>
            tf`length(setintersection([for key in keys(${value}) : lower(key)], ${OWN_TAGS.map((tag) => tag.toLowerCase())})) == 0`,
          mustBe: `free of ${OWN_TAGS.join(", ")}, which the stack sets itself`,
        },
        {
          holds: (value) =>
            tf`length(distinct([for key in keys(${value}) : lower(key)])) == length(${value})`,
          mustBe: "free of keys that differ only in upper and lower case, which IAM takes for the same",
        },
      ],
    }),
  };
}

export type GeneralVariables = ReturnType<typeof generalVariables>;

/** The roles and users of the installation. */
export function identityVariables(declare: Declare) {
  return {
    permissionsBoundaryArn: declare("permissions_boundary_arn", {
      type: "string",
      default: null,
      description:
        "ARN of an IAM policy that limits every role and user of the installation: none can do more than it allows. Deployments by the roles of GitHub Actions need the environment's entry in the output permissions_boundary_arns of their stack; some organizations require one of their own.",
      rules: [
        matching(
          "arn:aws:iam::([0-9]{12}|aws):policy/.+",
          "the ARN of a policy of IAM, arn:aws:iam::<account>:policy/<name>",
        ),
      ],
    }),
  };
}

/** Rules of a map of environments with their regions, for whom a role is made. */
export function placesOf(environments: readonly string[]): Rule[] {
  return [
    { holds: (value) => tf`length(${value}) > 0`, mustBe: "at least one environment with its region" },
    ...continued(environments),
    ...regionsOf(environments),
  ];
}

/** Rules of a map of environments with a region each. */
export function regionsOf(environments: readonly string[]): Rule[] {
  return [
    among(environments),
    ...REGION_FORMS.map(({ pattern, inverted, mustBe, hint }) => ({
      holds: (value: unknown) =>
        inverted
          ? tf`alltrue([for region in values(${value}) : !can(regex(${`^(${pattern})$`}, region))])`
          : tf`alltrue([for region in values(${value}) : can(regex(${`^(${pattern})$`}, region))])`,
      mustBe: `a map whose values are each ${mustBe}`,
      hint,
    })),
  ];
}

/** The keys of a map are names of environments. */
export function among(environments: readonly string[]): Rule {
  return {
    holds: (value) => tf`length(setsubtract(keys(${value}), ${environments})) == 0`,
    mustBe: `a map whose keys are among ${environments.join(", ")}, the names of the files in environments/`,
  };
}

/** A name that begins with one environment's name and a hyphen may be another's: a role could not tell them apart. */
function continued(environments: readonly string[]): Rule[] {
  const pairs = environments.flatMap((name) =>
    environments.filter((other) => other.startsWith(`${name}-`)).map((other) => ({ name, other })),
  );
  return pairs.map(({ name, other }) => ({
    holds: (value) => tf`!contains(keys(${value}), ${name})`,
    mustBe: `a map without ${name}: its role could reach what belongs to ${other}, whose name begins with ${name}-`,
    hint: `Rename one of the two, or deploy ${name} from a checkout without environments/${other}.tfvars.`,
  }));
}
