import { createHash } from "node:crypto";
import { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { tf, tfString, type Value } from "../terraform/expression";

/**
 * The longest name that AWS accepts, by kind of thing, in characters. Sources: the API reference of each
 * service; the entries are those that a prefix can overrun.
 */
const LIMITS = {
  accelerator: 64,
  "backup-vault": 50,
  bucket: 63,
  function: 64,
  "load-balancer": 32,
  "registry-prefix": 30,
  role: 64,
  "sagemaker-bucket": 63,
  "sagemaker-domain": 63,
  "serverless-cache": 40,
  "spark-application": 64,
  "target-group": 32,
  user: 64,
  other: 128,
} as const;

/** A kind of thing whose name AWS limits in its own way. */
export type NamedKind = keyof typeof LIMITS;

/** The prefix is cut to this length, which leaves 7 characters in the tightest limit, a load balancer's 32. */
const PREFIX_LENGTH = 24;

/** Characters of a hash of the whole, and those before it with the hyphen between them. */
const HASH_LENGTH = 6;
const KEPT_LENGTH = PREFIX_LENGTH - HASH_LENGTH - 1;

/** AWS's own policies for SageMaker reach only buckets whose names begin with it. */
const SAGEMAKER = "sagemaker";

/** Characters of a hash that stands for account and region where both do not fit. */
const PLACE_LENGTH = 12;

/** `ap-southeast-1` and `us-gov-west-1` are the longest regions; account ids have 12 digits. */
const REGION_LENGTH = 14;
const ACCOUNT_LENGTH = 12;

/** The parts that every physical name of an installation is made of. */
export interface PhysicalNamesConfig {
  /** Terraform expression of the installation's name. */
  readonly name: Value<string>;
  /** The environment's name, or an expression of it. */
  readonly environment: string;
  readonly region: string;
  readonly accountId: string;
}

/** The prefix of an installation's physical names, as Terraform makes it up, for commands that have no state to ask. */
export function prefixOf(name: string, environment: string): string {
  const whole = `${name}-${environment}`;
  if (whole.length <= PREFIX_LENGTH) return whole;
  const kept = whole.slice(0, KEPT_LENGTH).replace(/-$/, "");
  return `${kept}-${createHash("sha256").update(whole).digest("hex").slice(0, HASH_LENGTH)}`;
}

/**
 * Every physical name of a stack: `<name>-<environment>-<part>`. A prefix that is too long is cut, and a hash
 * of the whole keeps it unique. What is unique in a wider space than one region gets more: roles and users
 * are unique in an account and carry the region, buckets in the world and carry account and region, or a hash of both.
 */
export class PhysicalNames {
  /** `<name>-<environment>`, at most 24 characters, without two hyphens in a row. */
  readonly prefix: string;

  constructor(
    scope: Construct,
    private readonly config: PhysicalNamesConfig,
  ) {
    const whole = tf`join("-", [${config.name}, ${config.environment}])`;
    const cut = tf`join("-", [trimsuffix(substr(${whole}, 0, ${KEPT_LENGTH}), "-"), substr(sha256(${whole}), 0, ${HASH_LENGTH})])`;
    const prefix = new TerraformLocal(
      scope,
      "name_prefix",
      tf`length(${whole}) <= ${PREFIX_LENGTH} ? ${whole} : ${cut}`,
    );
    this.prefix = prefix.asString;
  }

  /**
   * The name of a part, e.g. `of("database")` or `of("alb", "load-balancer")`. A part that could overrun the limit is an
   * error.
   *
   * @param kind what it names, where AWS's limit is not the usual one
   */
  of(part: string, kind: NamedKind = "other"): string {
    const { before, after, length } = this.surroundings(kind);
    const room = LIMITS[kind] - PREFIX_LENGTH - 1 - length;
    if (part.length > room) {
      throw new Error(`"${part}" has ${part.length} characters; the name of a ${kind} has room for ${room}.`);
    }
    return [...before, this.prefix, part, ...after].join("-");
  }

  /** The words around prefix and part in the names of one kind, and their length, hyphens included. */
  private surroundings(kind: NamedKind): { before: string[]; after: string[]; length: number } {
    const { region, accountId } = this.config;
    if (kind === "role" || kind === "user") {
      return { before: [], after: [region], length: REGION_LENGTH + 1 };
    }
    if (kind === "bucket") {
      return { before: [], after: [accountId, region], length: ACCOUNT_LENGTH + REGION_LENGTH + 2 };
    }
    if (kind === "sagemaker-bucket") {
      const place = tfString`substr(sha256(join(" ", [${accountId}, ${region}])), 0, ${PLACE_LENGTH})`;
      return { before: [SAGEMAKER], after: [place], length: SAGEMAKER.length + PLACE_LENGTH + 2 };
    }
    return { before: [], after: [], length: 0 };
  }

  /** A path that begins with the prefix, as log groups, parameters and aliases have it: `/<prefix>/<part>`. */
  path(part: string): string {
    return tfString`join("/", ["", ${this.prefix}, ${part}])`;
  }
}
