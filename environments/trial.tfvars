region = "us-east-1"
allow_plain_http = true
create_serverless_analytics_environment = true
enable_sagemaker_endpoints = true
enable_sagemaker_canvas = true
enable_sagemaker_rstudio = true
analytics_file_export_schedule = "rate(1 day)"
analytics_database_export_schedule = "cron(0 4 ? * SUN *)"
