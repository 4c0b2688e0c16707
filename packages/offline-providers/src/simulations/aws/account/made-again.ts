const sets = (operation: string) => `${operation} sets it, whatever was there before`;
const answers = (operation: string) => `${operation} answers with the one that is there`;
const another = (operation: string) => `${operation} makes another one`;

/**
 * Types whose creation AWS does not refuse where there is one already, and why. The operations were compared with the API
 * models of botocore 1.43.11 on 2026-11-30: they list no error for it, or one for another thing of the same name only. A type
 * of a stack is here or in `TAKEN_NAMES`.
 */
export const MADE_AGAIN: Readonly<Record<string, string>> = {
  aws_acm_certificate: another("RequestCertificate"),
  aws_acm_certificate_validation: "nothing is made: the provider waits for the certificate",
  aws_appautoscaling_policy: sets("PutScalingPolicy"),
  aws_appautoscaling_target: sets("RegisterScalableTarget"),
  aws_backup_vault_lock_configuration: sets("PutBackupVaultLockConfiguration"),
  aws_cloudwatch_composite_alarm: sets("PutCompositeAlarm"),
  aws_cloudwatch_dashboard: sets("PutDashboard"),
  aws_cloudwatch_event_rule: sets("PutRule"),
  aws_cloudwatch_event_target: sets("PutTargets"),
  aws_cloudwatch_log_metric_filter: sets("PutMetricFilter"),
  aws_cloudwatch_log_resource_policy: sets("PutResourcePolicy"),
  aws_cloudwatch_metric_alarm: sets("PutMetricAlarm"),
  aws_default_security_group: "each VPC has it: the provider takes it over",
  aws_ecr_lifecycle_policy: sets("PutLifecyclePolicy"),
  aws_ecs_cluster: answers("CreateCluster"),
  aws_ecs_task_definition: another("RegisterTaskDefinition"),
  aws_efs_access_point: another("CreateAccessPoint"),
  aws_efs_file_system_policy: sets("PutFileSystemPolicy"),
  aws_eip: another("AllocateAddress"),
  aws_emrserverless_application: another("CreateApplication"),
  aws_globalaccelerator_accelerator: another("CreateAccelerator"),
  aws_guardduty_detector_feature: sets("UpdateDetector"),
  aws_iam_role_policy: sets("PutRolePolicy"),
  aws_iam_role_policy_attachment: sets("AttachRolePolicy"),
  aws_iam_user_policy: sets("PutUserPolicy"),
  aws_kms_key: another("CreateKey"),
  aws_lambda_function_event_invoke_config: sets("PutFunctionEventInvokeConfig"),
  aws_lambda_invocation: "nothing is made: Invoke calls the function again",
  aws_route53_resolver_query_log_config: another("CreateResolverQueryLogConfig"),
  aws_route_table: another("CreateRouteTable"),
  aws_s3_bucket_lifecycle_configuration: sets("PutBucketLifecycleConfiguration"),
  aws_s3_bucket_ownership_controls: sets("PutBucketOwnershipControls"),
  aws_s3_bucket_policy: sets("PutBucketPolicy"),
  aws_s3_bucket_public_access_block: sets("PutPublicAccessBlock"),
  aws_s3_bucket_server_side_encryption_configuration: sets("PutBucketEncryption"),
  aws_s3_bucket_versioning: sets("PutBucketVersioning"),
  aws_s3_object: sets("PutObject"),
  aws_secretsmanager_secret_rotation: sets("RotateSecret"),
  aws_secretsmanager_secret_version: another("PutSecretValue"),
  aws_sesv2_email_identity_mail_from_attributes: sets("PutEmailIdentityMailFromAttributes"),
  aws_sns_topic: answers("CreateTopic"),
  aws_sns_topic_policy: sets("SetTopicAttributes"),
  aws_sns_topic_subscription: answers("Subscribe"),
  aws_sqs_queue: answers("CreateQueue"),
  aws_sqs_queue_policy: sets("SetQueueAttributes"),
  aws_vpc: another("CreateVpc"),
  // EC2's page of error codes does not say what it answers where the route is there already.
  aws_vpc_endpoint_route_table_association: sets("ModifyVpcEndpoint"),
  aws_wafv2_web_acl_association: sets("AssociateWebACL"),
  aws_wafv2_web_acl_logging_configuration: sets("PutLoggingConfiguration"),
};
