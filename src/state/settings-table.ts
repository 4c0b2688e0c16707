import { NAME_FORMS, REGION_FORMS } from "../installation-variables";
import type { TextForm } from "../terraform/rules";

/** One setting of where state lives; README.md shows this table. */
export interface StateSetting {
  /** Below `context.state` in cdktf.json. */
  readonly key: string;
  /** Takes precedence over cdktf.json. */
  readonly environmentVariable: string;
  readonly type: "string" | "bool";
  /** The kinds of state that read it; the others ignore it. */
  readonly kinds: readonly StateKind[];
  readonly description: string;
  /** Forms that a text must have. @default - none: it is a bool */
  readonly forms?: readonly TextForm[];
  /** Stops a deploy while it is missing. @default false */
  readonly required?: boolean;
}

const STATE_KINDS = ["s3", "cloud", "local"] as const;
export type StateKind = (typeof STATE_KINDS)[number];

type Rest = Omit<StateSetting, "key" | "environmentVariable" | "type"> & Partial<Pick<StateSetting, "type">>;

export const VARIABLE_PREFIX = "OPENEMR_STATE_";

function setting(key: string, rest: Rest): StateSetting {
  const words = key.replace(/([A-Z])/g, "_$1").toUpperCase();
  return { key, environmentVariable: `${VARIABLE_PREFIX}${words}`, type: "string", ...rest };
}

const FOLDER = "a folder inside the project, given relative to it, such as state";

/** Every setting of where state lives. */
export const STATE_SETTINGS: readonly StateSetting[] = [
  setting("kind", {
    kinds: STATE_KINDS,
    forms: [{ pattern: STATE_KINDS.join("|"), mustBe: `one of ${STATE_KINDS.join(", ")}` }],
    description:
      "Where state lives: `s3` (a bucket with a lock table; the default), `cloud` (Terraform Cloud) or `local` (files; for trials by one person).",
  }),
  setting("bucket", {
    kinds: ["s3"],
    required: true,
    forms: [
      {
        pattern: "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
        mustBe: "the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
      },
      {
        pattern: "xn--.*|.*\\.\\..*",
        inverted: true,
        mustBe: "the name of an S3 bucket, which has no two dots in a row and does not begin with xn--",
      },
    ],
    description: "Bucket that holds the state of every environment.",
  }),
  setting("region", {
    kinds: ["s3"],
    required: true,
    forms: REGION_FORMS,
    description: "Region of the bucket and of the lock table.",
  }),
  setting("lockTable", {
    kinds: ["s3"],
    required: true,
    forms: [
      {
        pattern: "[A-Za-z0-9_.-]{3,255}",
        mustBe: "the name of a DynamoDB table: 3 to 255 letters, digits, dots, hyphens and underscores",
      },
    ],
    description:
      "DynamoDB table whose entries keep two runs from writing one state. It may be left out where `useLockfile` is true.",
  }),
  setting("useLockfile", {
    kinds: ["s3"],
    type: "bool",
    description:
      "Locks with a file beside the state in the bucket, too (or only so, without `lockTable`). Default: false.",
  }),
  setting("kmsKey", {
    kinds: ["s3"],
    forms: [
      {
        pattern: "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+",
        mustBe: "the ARN of a KMS key or alias",
      },
    ],
    description: "Key that encrypts the state. Default: the one that the bucket encrypts with.",
  }),
  setting("name", {
    kinds: ["s3"],
    forms: NAME_FORMS,
    description:
      "First part of the names of bucket, table and key, read only by `npm run bootstrap`. Default: `openemr`.",
  }),
  setting("organization", {
    kinds: ["cloud"],
    required: true,
    forms: [
      {
        pattern: "[A-Za-z0-9_-]+",
        mustBe: "the name of a Terraform Cloud organization: letters, digits, hyphens and underscores",
      },
    ],
    description: "Terraform Cloud organization; each environment has the workspace `openemr-<environment>`.",
  }),
  setting("project", {
    kinds: ["cloud"],
    forms: [
      {
        pattern: "[A-Za-z0-9_-][A-Za-z0-9 _-]{1,38}[A-Za-z0-9_-]",
        mustBe:
          "the name of a Terraform Cloud project: 3 to 40 letters, digits, spaces, hyphens and underscores, with no space at either end",
      },
    ],
    description: "Terraform Cloud project that new workspaces are put into. Default: the organization's own.",
  }),
  setting("hostname", {
    kinds: ["cloud"],
    forms: [
      {
        pattern: "[A-Za-z0-9.-]+(:[0-9]+)?",
        mustBe: "the name of a host without a scheme, such as app.terraform.io",
      },
    ],
    description: "Host of Terraform Enterprise. Default: app.terraform.io.",
  }),
  setting("directory", {
    kinds: ["local"],
    // Relative and inside the project: an absolute path would make the synthesized JSON differ by machine.
    forms: [
      { pattern: "([A-Za-z0-9._-][A-Za-z0-9._/-]*)?[A-Za-z0-9_-]", mustBe: FOLDER },
      { pattern: ".*\\.\\..*", inverted: true, mustBe: FOLDER },
    ],
    description: "Folder of local state files, relative to the project. Default: `state`.",
  }),
];
