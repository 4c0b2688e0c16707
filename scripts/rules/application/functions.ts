import { tableArea } from "../rule";
import { changes, goesDown, isAnother, weakerWhere } from "../weaker";

/** Finds functions that run something else. */
export const functions = tableArea("Functions", {
  attributeRules: [
    ...["source_code_hash", "code_sha256", "filename", "s3_key", "s3_object_version", "source_hash"].map(
      (path) =>
        ({
          types: ["aws_lambda_function", "aws_s3_object"],
          path,
          weakens: changes,
          severity: "notice",
          says: "has other code",
          why: "It is in this repository: read its change there.",
        }) as const,
    ),
    {
      types: ["aws_lambda_function"],
      path: "image_uri",
      weakens: changes,
      severity: "danger",
      harm: "exposure",
      says: "runs an image",
      why: "Whatever is in it may do all that its role may.",
    },
    ...["s3_bucket", "layers", "handler", "runtime", "package_type"].map(
      (path) =>
        ({
          types: ["aws_lambda_function"],
          path,
          weakens: changes,
          severity: "warning",
          says: "runs something else",
          why: "Whatever it runs may do all that its role may.",
        }) as const,
    ),
    {
      types: ["aws_lambda_function"],
      path: "timeout",
      weakens: goesDown,
      severity: "warning",
      says: "is stopped sooner",
      why: "What it has not done by then is not done.",
    },
    {
      types: ["aws_lambda_function"],
      path: "memory_size",
      weakens: goesDown,
      severity: "warning",
      says: "has less memory",
      why: "A large mail or export makes it fail.",
    },
    {
      types: ["aws_lambda_function"],
      path: "reserved_concurrent_executions",
      weakens: weakerWhere(({ after }) => after === 0),
      severity: "danger",
      says: "does not run at all any more",
      why: "Whatever calls it is refused: mail stays, passwords are not rotated, nothing is exported.",
    },
    {
      types: ["aws_lambda_function"],
      path: "reserved_concurrent_executions",
      weakens: weakerWhere((sides) => changes(sides) === "weaker" && sides.after !== 0),
      severity: "warning",
      says: "may run more or less often at once",
      why: "What comes when it may not run is tried again later, or not at all.",
    },
    {
      types: ["aws_lambda_event_source_mapping"],
      path: "enabled",
      weakens: ({ after }) => (after === false ? "weaker" : after === true ? "fine" : "unknown"),
      severity: "danger",
      says: "is switched off",
      why: "Messages wait until they expire, and are lost then.",
    },
    {
      types: ["aws_lambda_event_source_mapping"],
      path: "event_source_arn",
      weakens: isAnother,
      severity: "warning",
      says: "reads from another queue",
      why: "Messages of the former one wait until they expire, and are lost then.",
    },
    {
      types: ["aws_cloudwatch_event_rule", "aws_scheduler_schedule"],
      path: "state",
      weakens: ({ after }) =>
        /^ENABLED/.test(String(after)) ? "fine" : after === "DISABLED" ? "weaker" : "unknown",
      severity: "warning",
      says: "is switched off",
      why: "What it starts or tells does not happen any more.",
    },
    {
      types: ["aws_cloudwatch_event_rule"],
      path: "event_pattern",
      weakens: changes,
      severity: "warning",
      says: "waits for something else",
      why: "What it told before may not be told any more.",
    },
    {
      types: ["aws_cloudwatch_event_rule", "aws_scheduler_schedule"],
      path: "schedule_expression",
      weakens: changes,
      severity: "warning",
      says: "runs at other times",
      why: "An export or a check that runs less often is older when it is needed.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: "cpu",
      weakens: goesDown,
      severity: "warning",
      says: "gets less of a processor",
      why: "The application becomes slow, and its health checks may fail.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: "memory",
      weakens: goesDown,
      severity: "warning",
      says: "gets less memory",
      why: "A task that needs more is stopped.",
    },
  ],
});
