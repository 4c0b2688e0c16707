import type { CtyObject, CtyValue } from "../../cty/types";
import type { DescribedResource } from "./described-resource";
import type { Identity } from "./identity";

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
