# An installation for patient data: protected, in several zones, over HTTPS, with long memories.
#
# Before the first deployment, set what is marked SET. Every variable, with its default, is in README.md.
# `npm run preview -- production` shows what this makes.

# SET: where all data stays. Any region that has Aurora Serverless v2, Fargate on ARM and ElastiCache Serverless.
region = "us-east-1"

# SET: who can reach it, as a list in CIDR notation: the networks of each site. 0.0.0.0/0 is everyone.
# The range below belongs to no one (RFC 5737), so nobody gets in until you change it.
security_group_ip_range_ipv4 = ["203.0.113.0/24"]

# SET: the certificate of the name that people will open, issued by AWS Certificate Manager in the region above.
# Make one with `aws acm request-certificate --validation-method DNS --domain-name openemr.example.org`. This
# one stands for it in previews; a plan in your account refuses it, because it is in another account.
certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"

# SET: that name. OpenEMR gives it out as its own address.
host_name = "openemr.example.org"

# Where a public hosted zone in Route 53 of this account has the domain, give it instead of both: certificate and
# DNS records are made and renewed then, and people open openemr.<route53_domain>.
# route53_domain = "example.org"

# Availability: a NAT gateway in each of three zones, at least two tasks, a database that never pauses.
availability_zone_count                  = 3
single_nat_gateway                       = false
openemr_service_fargate_cpu              = 2048
openemr_service_fargate_memory           = 4096
openemr_service_fargate_minimum_capacity = 2
openemr_service_fargate_maximum_capacity = 20
aurora_minimum_capacity                  = 1
aurora_maximum_capacity                  = 64

# Images through this account's ECR, so that no task waits for Docker Hub: docs/images.md says how to make the secret.
# enable_image_pull_through_cache  = true
# docker_hub_credential_secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf"

# Protection: the database and the load balancer cannot be deleted, recovery points not before their time.
# Think twice before setting backup_vault_lock_grace_days: it makes the lock final for everybody.
deletion_protection            = true
enable_backup_vault_lock       = true
database_backup_retention_days = 35

# HIPAA asks that documentation is kept for six years; check what your own rules ask of logs.
application_log_retention_days = 731
database_log_retention_days    = 731

# SET to true unless a trail of the whole account exists already; it records every management event for years.
enable_long_term_cloudtrail_monitoring = true

# SET: who is told when something is wrong with it. Each address gets a message from AWS first, with a link to confirm.
alarm_email_addresses = ["operations@example.org"]
