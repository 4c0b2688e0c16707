import type { Pack } from "./pack";

/**
 * Controls of AWS Foundational Security Best Practices v1.0.0 about types of resources that this project has, as
 * Security Hub's user guide lists them on 29 November 2026. Those of whole accounts, such as IAM.4, are for Security Hub.
 * The checks of EFS.7, KMS.1, SecretsManager.4 and DynamoDB.6 are those of the user guide's and AWS Config's pages about
 * them (efs-automatic-backups-enabled, iam-customer-policy-blocked-kms-actions, secretsmanager-secret-periodic-rotation,
 * dynamodb-table-deletion-protection-enabled), read on 30 November 2026.
 */
const CONTROLS =
  "Backup.1 CloudTrail.1 CloudTrail.2 CloudTrail.4 CloudTrail.5 DynamoDB.2 DynamoDB.6 EC2.2 EC2.6 EC2.10 EC2.15 EC2.18 EC2.19 EC2.55 EC2.56 EC2.57 ECR.1 ECR.2 " +
  "ECR.3 ECS.1 ECS.2 ECS.3 ECS.4 ECS.5 ECS.8 ECS.9 ECS.10 ECS.12 EFS.1 EFS.2 EFS.3 EFS.4 EFS.6 EFS.7 EFS.8 ELB.1 ELB.4 ELB.5 ELB.6 " +
  "ELB.12 ELB.13 ELB.17 ELB.18 IAM.1 IAM.2 IAM.21 KMS.1 KMS.2 KMS.5 Lambda.1 Lambda.2 Lambda.5 RDS.2 RDS.3 RDS.6 RDS.7 RDS.11 RDS.12 RDS.13 " +
  "RDS.14 RDS.15 RDS.16 RDS.24 RDS.27 RDS.34 RDS.45 RDS.46 S3.2 S3.3 S3.5 S3.6 S3.8 S3.9 S3.12 S3.13 SecretsManager.1 SecretsManager.4 SNS.4 SQS.1 " +
  "SQS.3 WAF.10 WAF.12";

export const FOUNDATIONAL_SECURITY: Pack = {
  id: "fsbp",
  name: "AWS Foundational Security Best Practices",
  rules: CONTROLS.split(" ").map((name) => ({ name })),
};
