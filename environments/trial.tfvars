# The cheapest installation that works: to look at OpenEMR for some days, below 80 USD a month. Never put patient data
# into it: it serves plain HTTP.
#
# `npm run cost -- trial` says what it costs. Every variable, with its default, is in README.md.

# Where it runs. Any region that has Aurora Serverless v2, Fargate on ARM and ElastiCache Serverless.
region = "us-east-1"

# Who can reach it, as a list: your own address is `curl -4 https://checkip.amazonaws.com`, followed by /32.
# The range below belongs to no one (RFC 5737), so nobody gets in until you change it. Name single addresses only: there
# is no firewall behind it.
security_group_ip_range_ipv4 = ["203.0.113.0/24"]

# Plain HTTP, because there is no certificate. Every plan warns about it.
allow_plain_http = true

# Given up: the web application firewall. Attacks from the addresses above reach OpenEMR.
enable_web_firewall = false

# Given up: private subnets for the task. It has a public address, and its security group keeps everybody but the load
# balancer out. Analytics does not work without NAT gateways.
enable_nat_gateways = false

# Given up: speed and availability. Half a vCPU installs OpenEMR in up to an hour, and a chart takes seconds. While the one
# task is replaced by a deployment, or fails, nobody is served.
openemr_service_fargate_cpu              = 512
openemr_service_fargate_memory           = 2048
openemr_service_fargate_minimum_capacity = 1
openemr_service_fargate_maximum_capacity = 1

# Given up: an answer at once. The database pauses when nobody uses it, and the first request after that waits up to
# half a minute. The cache is as small as there is one.
aurora_minimum_capacity       = 0
aurora_maximum_capacity       = 2
cache_maximum_storage_gb      = 1
cache_maximum_ecpu_per_second = 1000

# Given up: protection. `npm run destroy -- trial` leaves nothing, once the backup vault is emptied.
deletion_protection = false
skip_final_snapshot = true

# Given up: memory. What happened more than a week ago is gone, and the database goes back one day.
database_backup_retention_days      = 1
performance_insights_retention_days = 7
cache_snapshot_retention_days       = 0
application_log_retention_days      = 7
database_log_retention_days         = 7
flow_log_retention_days             = 7
waf_log_retention_days              = 7
access_log_retention_days           = 7

# Given up: the audit trail. It records the whole account, so one installation is enough to have it.
enable_long_term_cloudtrail_monitoring = false

# Given up: alarms. Nobody is told when something is wrong; they would be about 8 USD a month.
enable_monitoring = false
