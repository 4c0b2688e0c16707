/**
 * Seconds that pass at least until AWS has made something slow, by type: the waiting times that the documentation of each
 * service names, or the shortest that the provider's own tests are known for. Everything else takes no time.
 */
export const CREATION_SECONDS: Readonly<Record<string, number>> = {
  aws_elasticache_serverless_cache: 120,
  aws_rds_cluster: 60,
  aws_rds_cluster_instance: 240,
  aws_sagemaker_domain: 120,
};
