const TAGS = { Application: "clinic", Environment: "trial" };
const named = (name: string) => ({ tags: { Name: name } });

/** A stack with one of each way in which a resource is found again, and some that are told apart only by their arguments. */
export const STACK = {
  variable: { region: { type: "string", default: "eu-west-1" } },
  terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
  provider: { aws: [{ region: "eu-west-1", default_tags: [{ tags: TAGS }] }] },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16", ...named("vpc") } },
    aws_internet_gateway: { main: { vpc_id: "${aws_vpc.main.id}", ...named("gateway") } },
    aws_subnet: {
      main: {
        count: 2,
        vpc_id: "${aws_vpc.main.id}",
        cidr_block: "10.0.${count.index}.0/24",
        ...named("subnet"),
      },
    },
    aws_route_table: { main: { vpc_id: "${aws_vpc.main.id}", ...named("routes") } },
    aws_route: {
      main: {
        route_table_id: "${aws_route_table.main.id}",
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${aws_internet_gateway.main.id}",
      },
    },
    aws_eip: { main: { domain: "vpc", ...named("address") } },
    aws_nat_gateway: {
      main: {
        subnet_id: "${aws_subnet.main[0].id}",
        allocation_id: "${aws_eip.main.id}",
        ...named("nat"),
        depends_on: ["aws_internet_gateway.main"],
        lifecycle: { create_before_destroy: true },
      },
    },
    aws_lb: {
      main: {
        name: "clinic",
        subnets: "${aws_subnet.main[*].id}",
        depends_on: ["aws_internet_gateway.main"],
        enable_deletion_protection: true,
      },
    },
    aws_lb_listener: Object.fromEntries(
      [80, 8080].map((port) => [
        `port${port}`,
        {
          load_balancer_arn: "${aws_lb.main.arn}",
          port,
          default_action: [{ type: "fixed-response", fixed_response: [{ content_type: "text/plain" }] }],
        },
      ]),
    ),
    aws_vpc_endpoint: Object.fromEntries(
      ["logs", "kms"].map((service) => [
        service,
        {
          vpc_id: "${aws_vpc.main.id}",
          service_name: `com.amazonaws.eu-west-1.${service}`,
          vpc_endpoint_type: "Interface",
          private_dns_enabled: true,
          ...named("services"),
        },
      ]),
    ),
    aws_vpc_endpoint_route_table_association: {
      main: { vpc_endpoint_id: "${aws_vpc_endpoint.logs.id}", route_table_id: "${aws_route_table.main.id}" },
    },
    aws_route53_record: {
      main: { zone_id: "Z1", name: "_dmarc.example.org", type: "TXT", ttl: 300, records: ["v=DMARC1"] },
    },
    aws_flow_log: {
      main: {
        vpc_id: "${aws_vpc.main.id}",
        traffic_type: "ALL",
        log_destination: "${aws_cloudwatch_log_group.main.arn}",
        iam_role_arn: "arn:role",
      },
    },
    aws_secretsmanager_secret: { main: { name: "password" } },
    aws_efs_file_system: { main: { creation_token: "files" } },
    aws_efs_mount_target: {
      main: {
        count: 2,
        file_system_id: "${aws_efs_file_system.main.id}",
        subnet_id: "${aws_subnet.main[count.index].id}",
      },
    },
    // Copies of backups are in another region, with a key of the same description as one here.
    aws_kms_key: {
      copies: { region: "eu-central-1", description: "Recovery points" },
      here: { description: "Recovery points" },
    },
    aws_backup_vault: {
      copies: {
        // Errors write the quotes of a key with a backslash. Its name is guessed before it is there.
        for_each: '${toset(["weekly"])}',
        region: "eu-central-1",
        name: "copies",
        kms_key_arn: "${aws_kms_key.copies.arn}",
      },
    },
    aws_cloudwatch_log_group: { main: { name: "log" } },
    aws_ses_receipt_rule_set: { main: { rule_set_name: "mail" } },
    aws_iam_role: { main: { name: "task", assume_role_policy: "{}" } },
    aws_ses_receipt_rule: {
      main: { name: "rule", rule_set_name: "${aws_ses_receipt_rule_set.main.rule_set_name}" },
    },
    aws_sesv2_configuration_set: { main: { configuration_set_name: "mail" } },
    aws_sesv2_configuration_set_event_destination: {
      main: {
        configuration_set_name: "${aws_sesv2_configuration_set.main.configuration_set_name}",
        event_destination_name: "faults",
        event_destination: [{ matching_event_types: ["BOUNCE"] }],
      },
    },
    aws_lambda_permission: {
      main: {
        function_name: "export",
        statement_id: "ended",
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
      },
    },
    aws_scheduler_schedule: {
      main: {
        name: "export",
        schedule_expression: "rate(1 day)",
        flexible_time_window: [{ mode: "OFF" }],
        target: [{ arn: "arn:aws:lambda:eu-west-1:123456789012:function:export", role_arn: "arn:role" }],
      },
    },
    aws_rds_cluster_role_association: {
      main: {
        db_cluster_identifier: "clinic",
        feature_name: "Bedrock",
        role_arn: "${aws_iam_role.main.arn}",
      },
    },
    aws_backup_restore_testing_plan: {
      main: {
        name: "restores",
        schedule_expression: "cron(0 5 ? * SUN *)",
        recovery_point_selection: [
          {
            algorithm: "LATEST_WITHIN_WINDOW",
            include_vaults: ["*"],
            recovery_point_types: ["SNAPSHOT"],
          },
        ],
      },
    },
    aws_backup_restore_testing_selection: {
      main: {
        name: "files",
        restore_testing_plan_name: "${aws_backup_restore_testing_plan.main.name}",
        protected_resource_type: "EFS",
        protected_resource_arns: ["*"],
        iam_role_arn: "arn:role",
      },
    },
    aws_backup_plan: {
      main: { name: "backups", rule: [{ rule_name: "daily", target_vault_name: "vault" }] },
    },
    aws_backup_selection: {
      main: { name: "data", plan_id: "${aws_backup_plan.main.id}", iam_role_arn: "arn:role" },
    },
    aws_globalaccelerator_accelerator: { main: { name: "clinic" } },
    aws_globalaccelerator_listener: {
      main: {
        accelerator_arn: "${aws_globalaccelerator_accelerator.main.id}",
        protocol: "TCP",
        port_range: [{ from_port: 443, to_port: 443 }],
      },
    },
    aws_globalaccelerator_endpoint_group: {
      main: {
        listener_arn: "${aws_globalaccelerator_listener.main.id}",
        endpoint_group_region: "eu-west-1",
      },
    },
    aws_lambda_event_source_mapping: {
      main: { function_name: "export", event_source_arn: "arn:aws:sqs:eu-west-1:123456789012:again" },
    },
    aws_route53_resolver_query_log_config: { main: { name: "queries", destination_arn: "arn:log" } },
    aws_route53_resolver_query_log_config_association: {
      main: {
        resolver_query_log_config_id: "${aws_route53_resolver_query_log_config.main.id}",
        resource_id: "${aws_vpc.main.id}",
      },
    },
    aws_budgets_budget: {
      main: {
        name: "clinic",
        budget_type: "COST",
        limit_amount: "1",
        limit_unit: "USD",
        time_unit: "MONTHLY",
      },
    },
    aws_chatbot_slack_channel_configuration: {
      main: {
        region: "us-east-2",
        configuration_name: "slack",
        iam_role_arn: "arn:role",
        slack_channel_id: "C1",
        slack_team_id: "T1",
      },
    },
    aws_chatbot_teams_channel_configuration: {
      main: {
        region: "us-east-2",
        configuration_name: "teams",
        iam_role_arn: "arn:role",
        channel_id: "C1",
        team_id: "T1",
        tenant_id: "T2",
      },
    },
    aws_guardduty_detector: { main: { enable: true } },
    aws_sagemaker_domain: {
      main: {
        domain_name: "studio",
        auth_mode: "IAM",
        vpc_id: "${aws_vpc.main.id}",
        subnet_ids: "${aws_subnet.main[*].id}",
        default_user_settings: [{ execution_role: "arn:role" }],
      },
    },
    aws_sagemaker_user_profile: {
      main: { domain_id: "${aws_sagemaker_domain.main.id}", user_profile_name: "clinic" },
    },
    aws_sagemaker_mlflow_tracking_server: {
      main: { tracking_server_name: "experiments", artifact_store_uri: "s3://store", role_arn: "arn:role" },
    },
    aws_sesv2_email_identity: { main: { email_identity: "example.org" } },
  },
};
