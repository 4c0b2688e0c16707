# A cheap installation for trying things out. Never put patient data into it: it serves plain HTTP.
#
# Every variable, with its default, is in README.md. `npm run preview -- development` shows what this makes.

# Where it runs. Any region that has Aurora Serverless v2, Fargate on ARM and ElastiCache Serverless.
region = "us-east-1"

# Who can reach it, as a list: your own address is `curl -4 https://checkip.amazonaws.com`, followed by /32.
# The range below belongs to no one (RFC 5737), so nobody gets in until you change it.
security_group_ip_range_ipv4 = ["203.0.113.0/24"]

# Plain HTTP, because there is no certificate. Every plan warns about it.
allow_plain_http = true

# Cheap: one NAT gateway, one small task that grows to two, a database that pauses when nobody uses it (the
# first request after a pause waits up to half a minute), a small cache.
single_nat_gateway                       = true
openemr_service_fargate_memory           = 2048
openemr_service_fargate_minimum_capacity = 1
openemr_service_fargate_maximum_capacity = 2
aurora_minimum_capacity                  = 0
aurora_maximum_capacity                  = 4
cache_maximum_storage_gb                 = 1
cache_maximum_ecpu_per_second            = 1000

# Deletable: `npm run destroy -- development` leaves nothing, once the backup vault is emptied.
deletion_protection = false
skip_final_snapshot = true

# Short memory.
database_backup_retention_days      = 1
performance_insights_retention_days = 7
cache_snapshot_retention_days       = 0
application_log_retention_days      = 7
database_log_retention_days         = 7
flow_log_retention_days             = 7
waf_log_retention_days              = 7
access_log_retention_days           = 7

# No audit trail: it records the whole account, and production.tfvars has it.
enable_long_term_cloudtrail_monitoring = false

# Nobody is woken up for it. Alarms and a dashboard are about 9 USD a month.
enable_monitoring = false
