import { SynthesizedCapability } from "../support/capability";
import { evaluateExpressions } from "../support/evaluate";
import { databaseFor } from "./database-for";

const synthesized = new SynthesizedCapability((surroundings) => {
  const { internetRoutes } = surroundings.network;
  databaseFor(surroundings, { skipFinalSnapshot: false, deleteBefore: internetRoutes });
});
const cluster = synthesized.resource("aws_rds_cluster.database_cluster");
const DATA_KEY = "${aws_kms_key.data_key.arn}";

describe("the database cluster", () => {
  it("is encrypted with the installation's own key", () => {
    expect(cluster).toMatchObject({
      storage_encrypted: true,
      kms_key_id: DATA_KEY,
      performance_insights_kms_key_id: DATA_KEY,
    });
  });

  it("resists deletion, and leaves a snapshot and its backups behind", () => {
    expect(cluster).toMatchObject({
      deletion_protection: "${var.deletion_protection}",
      skip_final_snapshot: false,
      delete_automated_backups: false,
      copy_tags_to_snapshot: true,
      backup_retention_period: "${var.database_backup_retention_days}",
    });
  });

  it("names the last snapshot such that no other cluster meets it", () => {
    const { keepers } = synthesized.resource("random_id.database_final_snapshot");
    expect(cluster.final_snapshot_identifier).toBe(
      `${cluster.cluster_identifier}-final-\${random_id.database_final_snapshot.hex}`,
    );
    expect(keepers).toEqual({ identifier: cluster.cluster_identifier, key: DATA_KEY });
  });

  it("is destroyed before what it guards", () => {
    expect(cluster.depends_on).toEqual(expect.arrayContaining([expect.stringMatching(/^aws_route\./)]));
  });

  it("asks for the advanced insights where the history is long enough for them", () => {
    const mode = (days: number) =>
      synthesized.evaluated("aws_rds_cluster.database_cluster", ["database_insights_mode"], {
        performance_insights_retention_days: days,
      }).database_insights_mode;
    expect([mode(7), mode(434), mode(465), mode(731)]).toEqual([
      "standard",
      "standard",
      "advanced",
      "advanced",
    ]);
  });

  it("has no schema, which OpenEMR makes itself", () => expect(cluster).not.toHaveProperty("database_name"));
});

describe("its logs", () => {
  const groups = Object.entries(synthesized.resources("aws_cloudwatch_log_group")).filter(([id]) =>
    id.startsWith("database_"),
  );

  it("go to a group of the stack each, with key and retention, that exists before the cluster", () => {
    const exported = cluster.enabled_cloudwatch_logs_exports as string[];
    expect(exported).toEqual(["audit", "error", "general", "slowquery"]);
    expect(groups.map(([, group]) => group.name)).toEqual(
      exported.map((log) => `/aws/rds/cluster/${cluster.cluster_identifier}/${log}`),
    );
    for (const [id, group] of groups) {
      expect(group).toMatchObject({
        kms_key_id: "${aws_kms_key.log_key.arn}",
        retention_in_days: "${var.database_log_retention_days}",
      });
      expect(cluster.depends_on).toContain(`aws_cloudwatch_log_group.${id}`);
    }
  });
});

describe("its parameters", () => {
  const group = synthesized.resource("aws_rds_cluster_parameter_group.database_parameters");
  const parameters = group.parameter as Array<{ name: string; value: string }>;
  const TIMEOUTS = { net_read_timeout: 11, net_write_timeout: 12, wait_timeout: 13, connect_timeout: 14 };

  it.each([
    [false, "0", "CONNECT,QUERY_DCL,QUERY_DDL"],
    [true, "1", "CONNECT,QUERY,QUERY_DCL,QUERY_DDL,QUERY_DML,TABLE"],
  ])(
    "are those of the original and the operator's timeouts; statements logged: %s",
    (logged, flag, events) => {
      const expressions = parameters.filter(({ value }) => value.startsWith("${"));
      const values = evaluateExpressions(
        synthesized.evaluable,
        { region: "us-east-1", ...TIMEOUTS, max_execution_time: 15, log_database_statements: logged },
        expressions.map(({ value }) => value),
      );
      const evaluated = new Map(expressions.map(({ name }, i) => [name, values[i]]));
      expect(
        Object.fromEntries(parameters.map(({ name, value }) => [name, evaluated.get(name) ?? value])),
      ).toEqual({
        require_secure_transport: "ON",
        server_audit_logging: "1",
        general_log: flag,
        slow_query_log: flag,
        log_queries_not_using_indexes: flag,
        server_audit_events: events,
        net_read_timeout: "11",
        net_write_timeout: "12",
        wait_timeout: "13",
        interactive_timeout: "13",
        connect_timeout: "14",
        max_execution_time: "15",
      });
    },
  );
});

describe("its instances", () => {
  const { database_writer: writer, database_reader: reader } =
    synthesized.resources("aws_rds_cluster_instance");

  it("are a writer, and after it a reader that keeps up with it", () => {
    expect(writer).toMatchObject({ promotion_tier: 0, instance_class: "db.serverless" });
    expect(reader).toMatchObject({
      promotion_tier: 1,
      instance_class: "db.serverless",
      depends_on: expect.arrayContaining(["aws_rds_cluster_instance.database_writer"]),
    });
  });

  it.each([
    ["writer", writer],
    ["reader", reader],
  ])("keep the %s private and its version the operator's choice", (_, instance) => {
    expect(instance).toMatchObject({ publicly_accessible: false, auto_minor_version_upgrade: false });
  });
});
