import { GONE, isNew, type Kind, replaces, without } from "./kind";

const FILES = "aws_efs_file_system.files";
const POLICY = "aws_efs_file_system_policy.files_policy";
const POINT = "aws_efs_access_point.files_sites";

export const files: readonly Kind[] = [
  ["the file system is made anew", "danger", /REPLACED/, FILES, replaces({ encrypted: false })],
  ["files are deleted with the file system", "danger", /DELETED/, FILES, GONE],
  [
    "files become slow under load",
    "warning",
    /slow|throughput|changes in a way/,
    FILES,
    { throughput_mode: "bursting" },
  ],
  [
    "files go to cold storage",
    "notice",
    /storage class|rarely|seldom/,
    FILES,
    { "lifecycle_policy.0.transition_to_ia": "AFTER_1_DAY" },
  ],
  [
    "files can be written over by a replication",
    "warning",
    /written over/,
    FILES,
    { protection: [{ replication_overwrite: "DISABLED" }] },
  ],
  [
    "files are mounted without TLS",
    "danger",
    /no longer denies/,
    POLICY,
    { "policy.Statement": without("DenyWithoutTls") },
  ],
  [
    "everybody may mount the files",
    "danger",
    /allows it to more/,
    POLICY,
    { "policy.Statement[MountSites2].Principal": { AWS: "*" } },
  ],
  [
    "OpenEMR may mount everything",
    "danger",
    /without the condition/,
    POLICY,
    {
      "policy.Statement[MountSites2].Condition": {
        Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
      },
    },
  ],
  [
    "the export may write files",
    "warning",
    /allows more actions/,
    POLICY,
    {
      "policy.Statement[ReadSites].Action": [
        "elasticfilesystem:ClientMount",
        "elasticfilesystem:ClientWrite",
      ],
    },
  ],
  ["the policy of the files is deleted", "danger", /no longer denies/, POLICY, GONE],
  [
    "the export acts as root",
    "danger",
    /acts as root/,
    "aws_efs_access_point.analytics_file_export_access_point[0]",
    replaces({ "posix_user.0.uid": 0 }),
  ],
  [
    "OpenEMR reaches the root of the file system",
    "warning",
    /folder|REPLACED/,
    POINT,
    replaces({ "root_directory.0.path": "/" }),
  ],
  [
    "the sites' folder can be written by everybody",
    "warning",
    /REPLACED|rights/,
    POINT,
    replaces({ "root_directory.0.creation_info.0.permissions": "0777" }),
  ],
  [
    "a zone loses its way to the files",
    "warning",
    /DELETED/,
    "aws_efs_mount_target.files_mount_target[1]",
    GONE,
  ],
  [
    "another group guards the files",
    "warning",
    /security groups/,
    "aws_efs_mount_target.files_mount_target[0]",
    { security_groups: ["sg-other"] },
  ],
  [
    "files are copied to another region",
    "danger",
    /copies everything/,
    "aws_efs_replication_configuration.elsewhere",
    isNew({ destination: [{ region: "eu-west-1" }] }),
  ],
  [
    "another access point to the files",
    "notice",
    /is new|access point/,
    "aws_efs_access_point.more",
    isNew({
      file_system_id: "fs-1",
      posix_user: [{ uid: 1000, gid: 1000 }],
      root_directory: [{ path: "/sites" }],
    }),
  ],
  [
    "another access point acts as root",
    "warning",
    /acts as root/,
    "aws_efs_access_point.root",
    isNew({ file_system_id: "fs-1", posix_user: [{ uid: 0, gid: 0 }] }),
  ],
  [
    "the cache's key is another",
    "warning",
    /another encryption key|REPLACED/,
    "aws_elasticache_serverless_cache.cache",
    replaces({ kms_key_id: "arn:aws:kms:us-east-1:123456789012:key/other" }),
  ],
  [
    "the cache is for a user group",
    "warning",
    /user|changes in a way/,
    "aws_elasticache_serverless_cache.cache",
    { user_group_id: "others" },
  ],
  [
    "the cache holds less",
    "warning",
    /less|cache/,
    "aws_elasticache_serverless_cache.cache",
    { "cache_usage_limits.0.ecpu_per_second.0.maximum": 10 },
  ],
  [
    "the cache changes in more than AWS takes in a request",
    "warning",
    /changes in 2 arguments at once/,
    "aws_elasticache_serverless_cache.cache",
    { snapshot_retention_limit: 1, daily_snapshot_time: "01:00" },
  ],
];
