import { stackOf as stackOfResources } from "../../../scripts/plan/planned-stack";
import { PlannedResource } from "../../../scripts/plan/resource";
import { groupFindings } from "../../../scripts/rules/grouping";
import { findAll } from "../../../scripts/rules/rules";
import { replaced, stackOf, updated } from "./stack-of";

/** A replaced resource, with what its arguments refer to. */
function withReferences(source: ReturnType<typeof replaced>, references: Record<string, string>) {
  const { type, name } = source;
  const expressions = Object.fromEntries(
    Object.entries(references).map(([argument, to]) => [argument, { references: [`${to}.id`, to] }]),
  );
  return new PlannedResource(source, { address: source.address, mode: "managed", type, name, expressions });
}

const VPC = replaced("aws_vpc.network_main", { cidr_block: "10.0.0.0/16" }, { cidr_block: "10.1.0.0/16" }, [
  "cidr_block",
]);

test("a replaced VPC is one finding with all that goes with it, and the first of all", () => {
  const stack = stackOfResources([
    withReferences(updated("aws_s3_bucket.edge_logs", { force_destroy: false }, { force_destroy: true }), {}),
    withReferences(VPC, {}),
    withReferences(replaced("aws_subnet.network_private", { vpc_id: "a" }, {}, ["vpc_id"]), {
      vpc_id: "aws_vpc.network_main",
    }),
    withReferences(
      replaced("aws_db_subnet_group.database_subnets", { subnet_ids: ["a"] }, {}, ["subnet_ids"]),
      { subnet_ids: "aws_subnet.network_private" },
    ),
    withReferences(
      replaced("aws_rds_cluster.database_cluster", { db_subnet_group_name: "a" }, {}, [
        "db_subnet_group_name",
      ]),
      {
        db_subnet_group_name: "aws_db_subnet_group.database_subnets",
      },
    ),
  ]);
  const findings = groupFindings(findAll(stack), stack);
  const [first] = findings;
  expect(first).toMatchObject({
    severity: "danger",
    address: "aws_vpc.network_main",
    title: "Network: main VPC is REPLACED, and with it 3 more: Database: Aurora cluster and others",
  });
  expect(first!.others!.map(({ address }) => address).sort()).toEqual([
    "aws_db_subnet_group.database_subnets",
    "aws_rds_cluster.database_cluster",
    "aws_subnet.network_private",
  ]);
  expect(findings.filter(({ title }) => title.includes("REPLACED"))).toHaveLength(1);
});

test("the same of several resources is one finding, something else is not", () => {
  const force = (name: string) =>
    updated(`aws_s3_bucket.${name}`, { force_destroy: false }, { force_destroy: true });
  const stack = stackOf(
    force("edge_logs"),
    force("mail_incoming"),
    force("exec_bucket"),
    updated(
      "aws_s3_bucket_versioning.edge_v",
      { versioning_configuration: [{ status: "Enabled" }] },
      { versioning_configuration: [{ status: "Suspended" }] },
    ),
  );
  const findings = groupFindings(findAll(stack), stack);
  expect(findings.map(({ title }) => title)).toEqual([
    "Edge: logs bucket is destroyed together with its objects, and 2 more",
    "Edge: v bucket versioning keeps no versions",
  ]);
});

test("what is lost comes before what is open, and that before what stops", () => {
  const stack = stackOf(
    updated("aws_ecs_service.application_service", { desired_count: 2 }, { desired_count: 0 }),
    updated(
      "aws_subnet.network_public",
      { map_public_ip_on_launch: false },
      { map_public_ip_on_launch: true },
    ),
    updated(
      "aws_rds_cluster_instance.database_writer",
      { publicly_accessible: false },
      { publicly_accessible: true },
    ),
    updated(
      "aws_backup_plan.backup_plan",
      { rule: [{ rule_name: "a", lifecycle: [{ delete_after: 90 }] }] },
      { rule: [{ rule_name: "a", lifecycle: [{ delete_after: 1 }] }] },
    ),
  );
  expect(groupFindings(findAll(stack), stack).map(({ title }) => title)).toEqual([
    "Backup: backup plan keeps recovery points for fewer days",
    "Database: writer Aurora instance is publicly accessible",
    "Application: service stops all of its tasks",
    "Network: public subnet gives public addresses to what starts in it",
  ]);
});
