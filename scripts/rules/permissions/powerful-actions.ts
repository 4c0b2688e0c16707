/** Actions with which an identity can give itself all others. */
const CLIMBS = [
  "*",
  "iam:*",
  "iam:attachrolepolicy",
  "iam:createaccesskey",
  "iam:createpolicyversion",
  "iam:passrole",
  "iam:putrolepolicy",
  "iam:updateassumerolepolicy",
  "lambda:updatefunctioncode",
  "sts:assumerole",
];

/** Actions that read what patients, colleagues or passwords are in, or open a way to it. */
const READS = [
  "dynamodb:*",
  "ec2:authorizesecuritygroupingress",
  "ecs:executecommand",
  "kms:*",
  "kms:decrypt",
  "rds:modifydbclustersnapshotattribute",
  "rds-data:executestatement",
  "rds-db:connect",
  "s3:getobject",
  "s3:putbucketpolicy",
  "secretsmanager:*",
  "secretsmanager:getsecretvalue",
  "ssm:startsession",
];

/** Actions that destroy what nobody can make again, or what tells of it. */
const DESTROYS = [
  "backup:deletebackupvault",
  "backup:deleterecoverypoint",
  "cloudtrail:deletetrail",
  "cloudtrail:stoplogging",
  "elasticfilesystem:deletefilesystem",
  "logs:deleteloggroup",
  "rds:deletedbcluster",
  "rds:deletedbclustersnapshot",
  "s3:deleteobjectversion",
];

/** On all resources, or on all of a kind, these are more than anything needs. */
export const POWERFUL: readonly string[] = [...CLIMBS, ...READS, ...DESTROYS];

/** With these a key is out of hand, whichever key it is. */
export const KEY_POWERS: readonly string[] = [
  "kms:creategrant",
  "kms:disablekey",
  "kms:putkeypolicy",
  "kms:replicatekey",
  "kms:schedulekeydeletion",
];
