import type { PlannedResource } from "../../plan/resource";
import type { Rules } from "../rule";

/** Functions, messages, mail and analytics: nothing while nobody uses them. */
export const serverlessRules: Rules = {
  aws_lambda_function: {
    usage: [
      { what: "Invocations of functions", price: "lambda_requests", usage: "function_requests" },
      { what: "Time of functions", price: "lambda_gb_seconds", usage: "function_gb_seconds" },
    ],
  },
  aws_sqs_queue: {
    usage: [{ what: "Requests to queues", price: "queue_requests", usage: "queue_requests" }],
  },
  aws_sns_topic: {
    usage: [{ what: "Notifications", price: "notifications", usage: "notifications" }],
  },
  aws_scheduler_schedule: {
    usage: [
      { what: "Scheduled invocations", price: "scheduled_invocations", usage: "scheduled_invocations" },
    ],
  },
  aws_ses_receipt_rule: { usage: [{ what: "E-mails", price: "emails", usage: "emails" }] },
  aws_sesv2_email_identity: { usage: [{ what: "E-mails", price: "emails", usage: "emails" }] },
  aws_emrserverless_application: {
    charges: [
      {
        what: "Workers of EMR Serverless that wait for work",
        price: () => undefined,
        kind: "hourly",
        count: (application: PlannedResource) => (application.size("initial_capacity") === 0 ? 0 : undefined),
      },
    ],
    notes: ["Jobs of EMR Serverless."],
  },
  aws_sagemaker_mlflow_tracking_server: {
    charges: [{ what: "MLflow tracking servers", price: () => undefined, kind: "hourly", count: () => 1 }],
  },
  aws_sagemaker_domain: {
    notes: ["Whatever people start in SageMaker, and their home folders there."],
  },
};
