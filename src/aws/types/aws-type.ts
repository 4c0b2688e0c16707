/**
 * Everything that this project has to know of a type of resource beyond its arguments: a row of the tables in this
 * folder. The roles of jobs, the preview, the review and the estimate of cost read it.
 */
export interface AwsType {
  /** Name of one of them for people, e.g. `topic`. */
  readonly one: string;
  /** @default - `one` with an s */
  readonly many?: string;
  /**
   * It costs nothing by itself: what it makes possible is billed with another resource, or not at all.
   * @default - the rules of cost have a row for it
   */
  readonly free?: true;
  /** IAM actions that the provider needs for a refresh. They describe, and return no data. */
  readonly reads: readonly string[];
  /** IAM actions that the provider needs for a change. */
  readonly writes: Writes;
  /**
   * ARNs that the writes are allowed on. `{partition}`, `{region}`, `{account}` and `{prefix}` stand for those of the
   * installation, `{prefix_}` for a prefix with underscores in place of hyphens. One without `{prefix}` has a name that
   * AWS makes up: deploys change and delete it only where it has the tags of the application.
   * @default - AWS knows no ARN: the writes are allowed in the installation's region
   */
  readonly arn?: string | readonly string[];
  /** Writes for which AWS compares no ARN, or one that AWS makes up: allowed in the installation's region. @default - none */
  readonly anywhere?: readonly string[];
  /** Rights that AWS itself asks of the caller beside the call's own. An emulated AWS does not. @default - none */
  readonly asks?: readonly Asked[];
  /** A person who administers the account makes and changes it, and no job. @default - deploys do */
  readonly administered?: true;
}

/** IAM actions by kind of change. One that two of them need stands in both. */
export interface Writes {
  readonly create?: readonly string[];
  readonly update?: readonly string[];
  readonly delete?: readonly string[];
}

/** Actions that AWS demands of a caller who has called another one. */
export interface Asked {
  readonly actions: readonly string[];
  /** @default - anything in the installation's region; for `kms`, keys with the tags of the application */
  readonly arn?: string;
  /** Which call demands it, and where AWS says so. */
  readonly why: string;
}

/** Rows by Terraform type, the most important first: that is their order in a review. */
export type AwsTypes = Readonly<Record<string, AwsType>>;

/** IAM actions that the provider needs to read a data source, by its type. */
export type DataSources = Readonly<Record<string, { readonly reads: readonly string[] }>>;

const KEY_OF_A_STORE = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
];

/** Rights that a service which encrypts with a key of the account asks of the creator of the encrypted resource. */
export function asksForKey(why: string): Asked {
  return { actions: KEY_OF_A_STORE, why };
}

/** Rights that a service which will act in a role asks of the person who gives it the role. */
export function asksForRole(why: string): Asked {
  return { actions: ["iam:PassRole"], why };
}
