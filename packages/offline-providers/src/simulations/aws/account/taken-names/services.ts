import { row, type TakenName, worldwide } from "./taken-name";

/** Names of tasks, functions, mail, analytics and watchers. */
export const SERVICE_NAMES: readonly TakenName[] = [
  row("ecs", "aws_ecs_service", ["cluster", "name"], "CreateService", "InvalidParameterException"),
  row("lambda", "aws_lambda_function", ["function_name"], "CreateFunction", "ResourceConflictException"),
  row(
    "lambda",
    "aws_lambda_permission",
    ["function_name", "statement_id"],
    "AddPermission",
    "ResourceConflictException",
  ),
  row(
    "lambda",
    "aws_lambda_event_source_mapping",
    ["function_name", "event_source_arn"],
    "CreateEventSourceMapping",
    "ResourceConflictException",
  ),
  row("ses", "aws_ses_receipt_rule_set", ["rule_set_name"], "CreateReceiptRuleSet", "AlreadyExists"),
  row("ses", "aws_ses_receipt_rule", ["rule_set_name", "name"], "CreateReceiptRule", "AlreadyExists"),
  row(
    "sesv2",
    "aws_sesv2_configuration_set",
    ["configuration_set_name"],
    "CreateConfigurationSet",
    "AlreadyExistsException",
  ),
  row(
    "sesv2",
    "aws_sesv2_configuration_set_event_destination",
    ["configuration_set_name", "event_destination_name"],
    "CreateConfigurationSetEventDestination",
    "AlreadyExistsException",
  ),
  row(
    "sesv2",
    "aws_sesv2_email_identity",
    ["email_identity"],
    "CreateEmailIdentity",
    "AlreadyExistsException",
  ),
  // Its model has no code of its own for it: "You can have only one detector per account per Region."
  row("guardduty", "aws_guardduty_detector", [], "CreateDetector", "BadRequestException"),
  worldwide(row("budgets", "aws_budgets_budget", ["name"], "CreateBudget", "DuplicateRecordException")),
  ...(["Slack", "MicrosoftTeams"] as const).map((chat) =>
    worldwide(
      row(
        "chatbot",
        `aws_chatbot_${chat === "Slack" ? "slack" : "teams"}_channel_configuration`,
        ["configuration_name"],
        `Create${chat}ChannelConfiguration`,
        "ConflictException",
      ),
    ),
  ),
  row("sagemaker", "aws_sagemaker_domain", ["domain_name"], "CreateDomain", "ResourceInUse"),
  row(
    "sagemaker",
    "aws_sagemaker_user_profile",
    ["domain_id", "user_profile_name"],
    "CreateUserProfile",
    "ResourceInUse",
  ),
  // Its name is "a unique string" and part of its ARN; the model lists no error, so this is the error for other names.
  row(
    "sagemaker",
    "aws_sagemaker_mlflow_tracking_server",
    ["tracking_server_name"],
    "CreateMlflowTrackingServer",
    "ResourceInUse",
  ),
  row("scheduler", "aws_scheduler_schedule", ["name"], "CreateSchedule", "ConflictException"),
];
