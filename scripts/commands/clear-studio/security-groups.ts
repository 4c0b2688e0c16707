import type { Aws } from "./aws-cli";
import type { Tools } from "./tools";

interface Group {
  readonly GroupId: string;
  readonly GroupName: string;
}

interface GroupRule {
  readonly SecurityGroupRuleId: string;
  readonly IsEgress: boolean;
}

/** SageMaker's names of the groups of a domain's file system. */
const NAMES = ["security-group-for-inbound-nfs-d-*", "security-group-for-outbound-nfs-d-*"];

/** Deletes the security groups that domains of SageMaker have left in a VPC, which cannot be deleted before. */
export async function removeSecurityGroups(
  aws: Aws,
  vpc: string,
  { say, confirm }: Omit<Tools, "pause">,
): Promise<void> {
  const filters = [`Name=vpc-id,Values=${vpc}`, `Name=group-name,Values=${NAMES.join(",")}`];
  const all = (await aws.ask("ec2", "describe-security-groups", "--filters", ...filters))
    .SecurityGroups as Group[];
  const domains = (await aws.ask("sagemaker", "list-domains")).Domains as Array<{ DomainId: string }>;
  const [used, left] = [[] as Group[], [] as Group[]];
  for (const group of all) {
    const isUsed = domains.some(({ DomainId }) => group.GroupName.endsWith(`-${DomainId}`));
    (isUsed ? used : left).push(group);
  }
  for (const { GroupId, GroupName } of used) say(`${GroupId} ${GroupName} stays: its domain exists.`);
  if (left.length === 0) {
    say(`SageMaker has left no security group in ${vpc}.`);
    return;
  }
  for (const { GroupId, GroupName } of left) say(`${GroupId} ${GroupName}`);
  await confirm(`These security groups in ${vpc} are deleted.`);
  // They name each other, so that none can go while the other one has its rules.
  for (const group of left) await removeRules(aws, group);
  for (const { GroupId } of left) await aws.ask("ec2", "delete-security-group", "--group-id", GroupId);
  say("They are deleted.");
}

async function removeRules(aws: Aws, { GroupId }: Group): Promise<void> {
  const filter = `Name=group-id,Values=${GroupId}`;
  const rules = (await aws.ask("ec2", "describe-security-group-rules", "--filters", filter))
    .SecurityGroupRules as GroupRule[];
  for (const direction of ["ingress", "egress"]) {
    const ids = rules
      .filter(({ IsEgress }) => IsEgress === (direction === "egress"))
      .map(({ SecurityGroupRuleId }) => SecurityGroupRuleId);
    if (ids.length === 0) continue;
    const which = ["--group-id", GroupId, "--security-group-rule-ids", ...ids];
    await aws.ask("ec2", `revoke-security-group-${direction}`, ...which);
  }
}
