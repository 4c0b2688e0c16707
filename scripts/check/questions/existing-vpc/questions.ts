import { DescribeFlowLogsCommand, DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import type { Clients } from "../../account";
import type { CheckedEnvironment } from "../../environment";
import { type Answer, type Question, right, wrong } from "../../question";
import { askEndpoints } from "./endpoints";
import { judgeNetworks } from "./networks";
import { judgeDefaultRoutes, readRouteTables } from "./routes";
import { askSubnets } from "./subnets";

/** Whether the VPC of `vpc_id` is fit for an installation in `account`; no questions without `vpc_id`. */
export function existingVpcQuestions(
  { ec2 }: Clients,
  environment: CheckedEnvironment,
  account: string | undefined,
): Question[] {
  const vpc = environment.text("vpc_id");
  if (!vpc) return [];
  const internal = environment.isOn("internal_load_balancer");
  const privateIds = environment.list("private_subnet_ids");
  const publicIds = internal ? [] : environment.list("public_subnet_ids");
  const asked: Record<string, () => Promise<Answer>> = {
    owner: () => askOwner(ec2, vpc, account),
    "subnets and free addresses": () => askSubnets(ec2, vpc, privateIds, publicIds),
    "way out of private subnets": async () =>
      judgeDefaultRoutes(await readRouteTables(ec2, vpc), privateIds, "private"),
    "way in to public subnets": async () =>
      internal
        ? right("none is needed with internal_load_balancer")
        : judgeDefaultRoutes(await readRouteTables(ec2, vpc), publicIds, "public"),
    "networks of people": async () =>
      judgeNetworks({
        people: environment.list("security_group_ip_range_ipv4"),
        vpcRanges: await readRanges(ec2, vpc),
        tables: internal ? await readRouteTables(ec2, vpc) : undefined,
        privateIds,
      }),
    endpoints: () => askEndpoints(ec2, vpc, environment),
    "record of connections": () => askFlowLog(ec2, vpc),
  };
  return Object.entries(asked).map(([what, ask]) => ({ area: "Existing VPC", what, ask }));
}

/** Those with whom a VPC is shared make no endpoints in it; a serverless cache needs one. */
async function askOwner(ec2: Clients["ec2"], vpc: string, account: string | undefined): Promise<Answer> {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc] }));
  const owner = Vpcs[0]?.OwnerId;
  if (owner === account) return right("this account");
  return wrong(
    `${vpc} is of account ${owner}, and AWS lets the installation make no VPC endpoints there`,
    "give a VPC of this account, or none: the installation then makes one",
  );
}

async function readRanges(ec2: Clients["ec2"], vpc: string): Promise<string[]> {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc] }));
  return (Vpcs[0]?.CidrBlockAssociationSet ?? [])
    .filter(({ CidrBlockState }) => CidrBlockState?.State === "associated")
    .map(({ CidrBlock }) => CidrBlock!);
}

/** An installation records connections only in a VPC of its own. */
async function askFlowLog(ec2: Clients["ec2"], vpc: string): Promise<Answer> {
  const { FlowLogs = [] } = await ec2.send(
    new DescribeFlowLogsCommand({ Filter: [{ Name: "resource-id", Values: [vpc] }] }),
  );
  if (FlowLogs.some(({ FlowLogStatus }) => FlowLogStatus === "ACTIVE")) return right("a flow log is active");
  return wrong(
    "no flow log is active, and the installation makes none in a VPC that it did not make",
    `aws ec2 create-flow-logs --resource-type VPC --resource-ids ${vpc} --traffic-type ALL --log-group-name <name> --deliver-logs-permission-arn <role>`,
  );
}
