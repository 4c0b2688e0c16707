import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { addBlocksWhen } from "../terraform/dynamic-block";
import { tfString, type Value } from "../terraform/expression";
import { select } from "../terraform/instance-scope";
import type { BedrockIntegration } from "./bedrock-integration";

/** How long the database waits, in seconds where nothing else is said. */
export interface DatabaseTimeouts {
  /** For data from a client (`net_read_timeout`). */
  readonly netRead: Value<number>;
  /** For a client to take data (`net_write_timeout`). */
  readonly netWrite: Value<number>;
  /** For the next statement of a connection (`wait_timeout`, `interactive_timeout`). */
  readonly wait: Value<number>;
  /** For a client to complete a connection (`connect_timeout`). */
  readonly connect: Value<number>;
  /** For a SELECT to end, in milliseconds; 0 sets no limit (`max_execution_time`). */
  readonly maximumExecution: Value<number>;
  /** For an answer of Bedrock, in milliseconds (`aurora_ml_inference_timeout`). */
  readonly mlInference: Value<number>;
}

export interface ParameterGroupProps {
  readonly installation: Installation;
  readonly timeouts: DatabaseTimeouts;
  /** Statements are logged, with the patients' data that is in them. */
  readonly logStatements: Value<boolean>;
  readonly bedrock: BedrockIntegration;
}

const FAMILY = "aurora-mysql8.0";

/**
 * Parameters that do not depend on the installation. All are dynamic: a change needs no restart.
 *
 * The audit log reaches CloudWatch by the cluster's `enabled_cloudwatch_logs_exports`. `server_audit_logs_upload` would
 * send it there a second time, and for a restored or renamed cluster into a group of its new name, without key or end.
 */
const PARAMETERS = {
  require_secure_transport: "ON",
  server_audit_logging: "1",
};

/** Connections, rights and structure: nothing of these names a patient. */
const AUDITED = "CONNECT,QUERY_DCL,QUERY_DDL";
/** Every statement, with what is in it. */
const STATEMENTS = "CONNECT,QUERY,QUERY_DCL,QUERY_DDL,QUERY_DML,TABLE";

/** Settings of the database: TLS for every connection, what is logged, and the operator's timeouts. */
export class ParameterGroup extends Construct {
  readonly group: RdsClusterParameterGroup;

  constructor(scope: Construct, id: string, props: ParameterGroupProps) {
    super(scope, id);
    const { installation, timeouts, logStatements, bedrock } = props;
    const whileLogged = select(logStatements, "1", "0").asString;
    const parameters: Record<string, string> = {
      ...PARAMETERS,
      general_log: whileLogged,
      slow_query_log: whileLogged,
      log_queries_not_using_indexes: whileLogged,
      server_audit_events: select(logStatements, STATEMENTS, AUDITED).asString,
      net_read_timeout: text(timeouts.netRead),
      net_write_timeout: text(timeouts.netWrite),
      wait_timeout: text(timeouts.wait),
      // For clients with a prompt, which would otherwise keep a database awake that may pause.
      interactive_timeout: text(timeouts.wait),
      connect_timeout: text(timeouts.connect),
      max_execution_time: text(timeouts.maximumExecution),
    };
    this.group = new RdsClusterParameterGroup(this, "Default", {
      // The name says the family: another major version gets another group beside the one that is in use.
      name: installation.names.of(FAMILY.replaceAll(".", "")),
      family: FAMILY,
      // Not to be changed: that replaces the group, and its successor would need another name.
      description: "OpenEMR on Aurora MySQL",
      parameter: Object.entries(parameters).map(([name, value]) => ({
        name,
        value,
        applyMethod: "immediate",
      })),
      lifecycle: { createBeforeDestroy: true },
    });
    addBlocksWhen(bedrock.enabled, this.group, "parameter", [
      { name: "aws_default_bedrock_role", value: bedrock.roleArn, apply_method: "immediate" },
      {
        name: "aurora_ml_inference_timeout",
        value: text(timeouts.mlInference),
        apply_method: "immediate",
      },
    ]);
  }
}

function text(number: Value<number>): string {
  return tfString`tostring(${number})`;
}
