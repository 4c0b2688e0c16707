import { OTHER_FREE_TYPES, RULES } from "../../scripts/cost/rules";
import { DETAILS } from "../../scripts/plan/kinds";
import { otherKinds } from "../../scripts/plan/kinds/other";
import { TYPES_WITH_DATA } from "../../scripts/rules/data/types-with-data";
import { AREAS } from "../../scripts/rules/rules";
import { ATTRIBUTES } from "../../scripts/terraform/offline/attributes";
import { IDENTITIES } from "../../scripts/terraform/offline/identities";
import { REPLACING_ARGUMENTS } from "../../scripts/terraform/offline/replacing-arguments";
import { listedTypes } from "../stacks/address-list";

/** The types of the roles of GitHub Actions, whose stack is not in the list of addresses. */
const ROLES = [
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
];

interface Table {
  readonly types: Iterable<string>;
  /** Rows for types that no stack has, and that are kept on purpose, by the reason. @default - none */
  readonly kept?: Readonly<Record<string, readonly string[]>>;
}

const ADDED = "a change can add one, and the review must know what is weak about it";

const GUARDS = "an installation that was added to may have one, and misses it when it goes";
const HOLDS = "an installation that was added to may keep something in one";

const TABLES: Readonly<Record<string, Table>> = {
  "rules of cost": {
    types: Object.keys(RULES),
    kept: {},
  },
  "types that are free": {
    types: OTHER_FREE_TYPES,
    kept: {},
  },
  "kinds of the preview": {
    types: [...Object.keys(DETAILS), ...Object.keys(otherKinds)],
    kept: {
      "tells of a password in the state": ["random_password"],
    },
  },
  "attributes that must not become weaker": {
    types: AREAS.flatMap(({ table }) => (table?.attributeRules ?? []).flatMap(({ types }) => types)),
    kept: {
      [ADDED]: [
        "aws_db_cluster_snapshot",
        "aws_db_instance",
        "aws_db_snapshot",
        "aws_db_snapshot_copy",
        "aws_default_route_table",
        "aws_dms_replication_instance",
        "aws_ebs_volume",
        "aws_efs_backup_policy",
        "aws_elasticache_replication_group",
        "aws_kms_replica_key",
        "aws_lambda_function_url",
        "aws_rds_cluster_snapshot_copy",
        "aws_redshift_cluster",
        "aws_route53_zone",
        "aws_s3_account_public_access_block",
        "aws_s3_bucket_acl",
        "aws_s3_bucket_object_lock_configuration",
        "aws_sagemaker_notebook_instance",
      ],
    },
  },
  "what protects by being there": {
    types: AREAS.flatMap(({ table }) => (table?.deletionRules ?? []).flatMap(({ types }) => types)),
    kept: {
      [GUARDS]: [
        "aws_backup_vault_policy",
        "aws_cloudwatch_query_definition",
        "aws_efs_backup_policy",
        "aws_s3_account_public_access_block",
        "aws_s3_bucket_object_lock_configuration",
      ],
    },
  },
  "what holds something that cannot be made again": {
    types: Object.keys(TYPES_WITH_DATA),
    kept: {
      [HOLDS]: [
        "aws_backup_logically_air_gapped_vault",
        "aws_cloudtrail_event_data_store",
        "aws_cognito_user_pool",
        "aws_db_instance",
        "aws_ebs_volume",
        "aws_elasticache_replication_group",
        "aws_kms_external_key",
        "aws_kms_replica_key",
        "aws_opensearch_domain",
        "aws_route53_zone",
        "aws_ses_domain_identity",
      ],
    },
  },
  "identities of the offline account": { types: Object.keys(IDENTITIES) },
  "attributes of the offline account": {
    types: Object.keys(ATTRIBUTES).map((name) => name.split(".")[0]!),
  },
  "arguments that replace a resource": { types: Object.keys(REPLACING_ARGUMENTS) },
};

test.each(Object.entries(TABLES))(
  "%s: each row is for a type that a stack has, or is kept by name",
  (_, table) => {
    const { types, kept = {} } = table;
    const known = new Set([...listedTypes(), ...ROLES, "terraform_data"]);
    const others = [...new Set(types)].filter((type) => !known.has(type));
    // A row too many is to be deleted, or kept here with its reason; a name too many here is to be deleted here.
    expect(others.sort()).toEqual(Object.values(kept).flat().sort());
  },
);
