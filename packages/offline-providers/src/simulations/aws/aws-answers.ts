import type { CtyObject, CtyValue } from "../../cty/types";
import type { DescribedResource } from "./described-resource";

/**
 * How AWS identifies a resource of one type: templates over its attributes and made-up parts. In braces stand
 *
 * - an attribute of the resource, such as `{role}`;
 * - `{name}`, whatever attribute names it, and `{/name}`, the same with exactly one slash before it;
 * - `{region}`, `{account}`, `{path}` (that of IAM), `{id}` in an ARN and `{arn}` in an identifier;
 * - a made-up part with its length: `{hex17}`, `{digits10}`, `{capitals14}`, `{letters6}`; or `{uuid}`.
 */
export interface Identity {
  /** The attribute `id`. @default "{name}" */
  readonly id?: string;
  /** The attribute `arn` without the leading `arn:aws:`. @default - the usual form, by the words of the type */
  readonly arn?: string;
}

/** Makes up one attribute of a resource. */
export type AttributeMaker = (resource: DescribedResource) => CtyValue;

/** Answers a data source: the attributes that it leaves out are made up. */
export type DataSourceAnswer = (source: DescribedResource) => CtyObject;

/**
 * What the simulated AWS tells, over what the package knows by itself. It is read whenever Terraform asks, so a test
 * may change an answer between two runs.
 */
export interface AwsAnswers {
  /** By type, such as `aws_sagemaker_domain`. */
  readonly identities?: Readonly<Record<string, Identity>>;
  /** By type and attribute, such as `aws_rds_cluster.endpoint`. */
  readonly attributes?: Readonly<Record<string, AttributeMaker>>;
  /** By type, such as `aws_rds_engine_version`. */
  readonly dataSources?: Readonly<Record<string, DataSourceAnswer>>;
}
