import { compareEstimates } from "../../../scripts/cost/comparison";
import { estimate } from "../../../scripts/cost/estimate";
import { created } from "../plan/plan-fixture";
import { planOf } from "./plan-of";

const gateways = (count: number) =>
  Array.from({ length: count }, (_, i) => created(`aws_nat_gateway.network_nat[${i}]`));

test("puts the same thing of two estimates beside each other, whatever its number", () => {
  const one = estimate(planOf([...gateways(1), created("aws_kms_key.data_key")]));
  const other = estimate(planOf([...gateways(3), created("aws_lb.edge", { internal: true })]));
  const { items, total } = compareEstimates(one, other);
  expect(
    items.map(({ what, ...amounts }) => [
      what,
      amounts.one.toFixed(2),
      amounts.other.toFixed(2),
      amounts.difference.toFixed(2),
    ]),
  ).toEqual([
    ["Load balancer", "0.00", "16.43", "16.43"],
    ["NAT gateways", "32.85", "98.55", "65.70"],
    ["KMS keys", "1.00", "0.00", "-1.00"],
  ]);
  expect(total.difference.toFixed(2)).toBe("81.13");
});

test("different sizes of one thing are one line", () => {
  const database = (acu: number) =>
    estimate(
      planOf([
        created("aws_rds_cluster.database", {
          serverlessv2_scaling_configuration: [{ min_capacity: acu }],
        }),
        created("aws_rds_cluster_instance.database_writer", { instance_class: "db.serverless" }),
      ]),
    );
  expect(compareEstimates(database(0.5), database(2)).items).toHaveLength(1);
});
