import { isKept } from "./kept";
import { hasOutputs, instancesIn } from "./state-file";

/** The guard that is made when everything else is there: with it, a deployment was complete once. */
const COMPLETE = "terraform_data.destroy_guard";

/** The fate of an installation's data when it is destroyed. */
export interface Remains {
  /** Nothing is in the state. */
  readonly isEmpty: boolean;
  /** Procedures find the installation by them. */
  readonly hasOutputs: boolean;
  /** The last apply left it protected: a destroy is refused before it touches anything. */
  readonly isProtected: boolean;
  /** A deployment was complete once. */
  readonly isComplete: boolean;
  /** OpenEMR was started, so people may have worked with it. */
  readonly isUsed: boolean;
  /** The database leaves no last snapshot, since whoever set `skip_final_snapshot` has no patient data in it. */
  readonly isWorthless: boolean;
  readonly hasDatabase: boolean;
  readonly hasFiles: boolean;
  /** Identifier of the cluster. @default - the state has none */
  readonly database?: string;
  /** Id of the file system. @default - the state has none */
  readonly fileSystem?: string;
  /** SageMaker Studio is there, with volumes on which people save notebooks. */
  readonly hasStudio: boolean;
  /** Names of all buckets. */
  readonly buckets: readonly string[];
  /** Names of the buckets that go with all their objects. */
  readonly emptiedBuckets: readonly string[];
  /** Addresses that are taken out of the state and stay in the account: what restores need. */
  readonly kept: readonly string[];
}

/** @param state text of the state */
export function remainsOf(state: string): Remains {
  const instances = instancesIn(state);
  const find = (address: string) => instances.find((instance) => instance.address === address)?.attributes;
  const has = (type: string) => instances.some((instance) => instance.type === type);
  const guards = [COMPLETE, "terraform_data.application_data_guard"].map(find);
  const database = find("aws_rds_cluster.database_cluster");
  const files = find("aws_efs_file_system.files");
  const buckets = instances.filter(({ type }) => type === "aws_s3_bucket");
  const nameOf = ({ attributes }: (typeof buckets)[number]) => String(attributes.bucket);
  return {
    isEmpty: instances.length === 0,
    hasOutputs: hasOutputs(state),
    isProtected: guards.some((guard) => inputOf(guard) === true),
    isComplete: find(COMPLETE) !== undefined,
    isUsed: has("aws_ecs_service"),
    isWorthless: database?.skip_final_snapshot === true,
    hasDatabase: database !== undefined,
    hasFiles: files !== undefined,
    ...(database?.cluster_identifier ? { database: String(database.cluster_identifier) } : {}),
    ...(files?.id ? { fileSystem: String(files.id) } : {}),
    hasStudio: has("aws_sagemaker_domain"),
    buckets: buckets.map(nameOf),
    emptiedBuckets: buckets.filter(({ attributes }) => attributes.force_destroy === true).map(nameOf),
    kept: instances.map(({ address }) => address).filter(isKept),
  };
}

/** A `terraform_data` has its input together with the type of it. */
function inputOf(guard: Readonly<Record<string, unknown>> | undefined): unknown {
  const { input } = guard ?? {};
  return typeof input === "object" && input !== null ? (input as { value?: unknown }).value : input;
}
