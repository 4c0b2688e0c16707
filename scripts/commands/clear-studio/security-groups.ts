import {
  DeleteSecurityGroupCommand,
  type EC2Client,
  type Filter,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
} from "@aws-sdk/client-ec2";
import { DescribeDomainCommand, paginateListDomains, type SageMakerClient } from "@aws-sdk/client-sagemaker";
import type { Clients } from "./clients";
import type { Tools } from "./tools";
import { until } from "./wait";

/**
 * How the groups are known that SageMaker makes for a domain: one on each side of its file system, and one between
 * RStudio's server and its sessions. Its own policy (AmazonSageMakerNotebooksServiceRolePolicy) lets it change only
 * groups with that tag; groups of earlier years are known by their names.
 */
const MADE_BY_SAGEMAKER: readonly Filter[] = [
  { Name: "tag-key", Values: ["ManagedByAmazonSageMakerResource"] },
  {
    Name: "group-name",
    Values: ["security-group-for-inbound-nfs-d-*", "security-group-for-outbound-nfs-d-*"],
  },
];

/** Deletes the security groups that domains of SageMaker have left in a VPC, which cannot be deleted before. */
export async function removeSecurityGroups(
  { ec2, sagemaker }: Omit<Clients, "emr">,
  vpc: string,
  tools: Tools,
): Promise<void> {
  const [groups, domains] = await Promise.all([groupsIn(ec2, vpc), existingDomains(sagemaker)]);
  const isUsed = (group: SecurityGroup) => domains.some((domain) => belongsTo(group, domain));
  for (const group of groups.filter(isUsed)) tools.say(`${describe(group)} stays: its domain exists.`);
  const left = groups.filter((group) => !isUsed(group));
  if (left.length === 0) {
    tools.say(`SageMaker has left no security group in ${vpc}.`);
    return;
  }
  for (const group of left) tools.say(describe(group));
  await tools.confirm(`These security groups in ${vpc} are deleted.`);
  // They name each other, so that none can go while the other one has its rules.
  for (const group of left) await removeRules(ec2, group);
  for (const group of left) await deleteGroup(ec2, group, tools);
}

interface Domain {
  readonly id: string;
  /** Between RStudio's server and its sessions. */
  readonly boundaryGroup: string | undefined;
}

async function existingDomains(sagemaker: SageMakerClient): Promise<Domain[]> {
  const domains: Domain[] = [];
  for await (const { Domains = [] } of paginateListDomains({ client: sagemaker }, {})) {
    for (const { DomainId: id } of Domains) {
      const domain = await sagemaker.send(new DescribeDomainCommand({ DomainId: id }));
      domains.push({ id: id!, boundaryGroup: domain.SecurityGroupIdForDomainBoundary });
    }
  }
  return domains;
}

function belongsTo({ GroupId, GroupName = "", Tags = [] }: SecurityGroup, { id, boundaryGroup }: Domain) {
  const texts = [GroupName, ...Tags.map(({ Value = "" }) => Value)];
  return (
    GroupId === boundaryGroup || texts.some((text) => text.endsWith(`-${id}`) || text.endsWith(`/${id}`))
  );
}

async function groupsIn(client: EC2Client, vpc: string): Promise<SecurityGroup[]> {
  const groups = new Map<string, SecurityGroup>();
  for (const filter of MADE_BY_SAGEMAKER) {
    const Filters = [{ Name: "vpc-id", Values: [vpc] }, filter];
    for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups({ client }, { Filters })) {
      for (const group of SecurityGroups) groups.set(group.GroupId!, group);
    }
  }
  return [...groups.values()];
}

async function removeRules(client: EC2Client, { GroupId }: SecurityGroup): Promise<void> {
  const [ingress, egress] = [[] as string[], [] as string[]];
  const Filters = [{ Name: "group-id", Values: [GroupId!] }];
  for await (const page of paginateDescribeSecurityGroupRules({ client }, { Filters })) {
    for (const { SecurityGroupRuleId, IsEgress } of page.SecurityGroupRules ?? []) {
      (IsEgress ? egress : ingress).push(SecurityGroupRuleId!);
    }
  }
  if (ingress.length > 0) {
    await client.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: ingress }));
  }
  if (egress.length > 0) {
    await client.send(new RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds: egress }));
  }
}

/** A network interface of a domain that was just deleted goes minutes after it, and keeps its groups until then. */
async function deleteGroup(client: EC2Client, group: SecurityGroup, tools: Tools): Promise<void> {
  const { GroupId } = group;
  let users: string[] = [];
  const isDeleted = async () => {
    try {
      await client.send(new DeleteSecurityGroupCommand({ GroupId }));
      return true;
    } catch (error) {
      if ((error as Error).name === "InvalidGroup.NotFound") return true;
      if ((error as Error).name !== "DependencyViolation") throw error;
      users = await interfacesWith(client, GroupId!);
      return false;
    }
  };
  await until(`${describe(group)} is deleted`, tools, isDeleted, () =>
    users.length > 0 ? ` These network interfaces use it: ${users.join(", ")}.` : "",
  );
}

async function interfacesWith(client: EC2Client, group: string): Promise<string[]> {
  const names: string[] = [];
  const Filters = [{ Name: "group-id", Values: [group] }];
  for await (const page of paginateDescribeNetworkInterfaces({ client }, { Filters })) {
    for (const { NetworkInterfaceId, Description } of page.NetworkInterfaces ?? []) {
      names.push(`${NetworkInterfaceId} (${Description})`);
    }
  }
  return names;
}

function describe({ GroupId, GroupName }: SecurityGroup): string {
  return `${GroupId} ${GroupName}`;
}
