import type { CtyObject, CtyValue } from "../../cty/types";
import type { RefusalRule } from "./account/rule";
import type { SimulatedAccount } from "./account/simulated-account";
import type { DescribedResource } from "./described-resource";
import type { Identity } from "./identity";

/** Makes up one attribute of a resource. */
export type AttributeMaker = (resource: DescribedResource) => CtyValue;

/** Answers a data source, which may depend on what the account has: the attributes that it leaves out are made up. */
export type DataSourceAnswer = (source: DescribedResource, account: SimulatedAccount) => CtyObject;

/**
 * Answers of the simulated AWS. They win over those that the package has itself, and are read whenever Terraform asks,
 * so a test may change one between two runs.
 */
export interface AwsAnswers {
  /** The number of the account. @default - 123456789012, as in AWS's own documentation */
  readonly account?: string;
  /** By type, such as `aws_sagemaker_domain`. */
  readonly identities?: Readonly<Record<string, Identity>>;
  /** By type and attribute, such as `aws_rds_cluster.endpoint`. */
  readonly attributes?: Readonly<Record<string, AttributeMaker>>;
  /** By type, such as `aws_rds_engine_version`. */
  readonly dataSources?: Readonly<Record<string, DataSourceAnswer>>;
  /** Changes that are refused beside those that AWS refuses; `"none"` carries out whatever is asked for. */
  readonly refusals?: readonly RefusalRule[] | "none";
}
