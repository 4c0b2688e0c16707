import type { PlannedResource } from "../../plan/resource";
import type { BilledStack } from "../billed-stack";
import { each, type Rules } from "../rule";
import { HOURS_A_MONTH } from "../units";

/** Looks at the public address, one a minute. */
const LOOKS = HOURS_A_MONTH * 60;
const MILLIONS_OF_LOOKS = LOOKS / 1_000_000;
/** Two requests over TLS, and a sign-in page that takes 0.3 s. */
const SECONDS_A_LOOK = 0.8;

/** Functions, messages, mail and analytics: nothing while nobody uses them. */
export const serverlessRules: Rules = {
  aws_lambda_function: {
    charges: [
      each("Invocations of the probe", "lambda_requests", {
        count: (probe, stack) => (runsEachMinute(probe, stack) ? MILLIONS_OF_LOOKS : 0),
      }),
      each("Time of the probe", "lambda_gb_seconds", { count: probeTime }),
    ],
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

/** EventBridge runs the probe, and no other function, by a rule with a rate. */
function runsEachMinute(fn: PlannedResource, stack: BilledStack): boolean {
  const rules = stack.ofType("aws_cloudwatch_event_rule");
  const rate = rules.find((rule) => rule.get("schedule_expression") === "rate(1 minute)");
  return rate !== undefined && rate.get("name") === fn.get("function_name");
}

function probeTime(fn: PlannedResource, stack: BilledStack): number | undefined {
  const megabytes = fn.get("memory_size");
  if (!runsEachMinute(fn, stack)) return 0;
  return typeof megabytes === "number" ? (LOOKS * SECONDS_A_LOOK * megabytes) / 1024 : undefined;
}
