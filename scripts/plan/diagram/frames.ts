import type { PlannedResource } from "../resource";

/** A frame around parts and other frames. */
export interface Frame {
  readonly id: FrameId;
  readonly label: string;
  /** @default - it is in no other */
  readonly parent?: FrameId;
  /** Availability zones that it spans. @default - it says nothing of them */
  readonly zones?: readonly string[];
}

export type FrameId = "region" | "vpc" | "public" | "private" | "around" | "copies";

/** The frames of an installation, the outer ones first. */
export function framesOf(resources: readonly PlannedResource[]): Frame[] {
  const zones = [...new Set(resources.flatMap(zoneOf))].sort();
  const region = zones[0]?.replace(/[a-z]$/, "");
  const range = resources.find(({ type }) => type === "aws_vpc")?.text("cidr_block");
  const copies = copyRegionOf(resources);
  const inZones = zones.length > 0 ? { zones: zones.map((zone) => zone.slice(-1)) } : {};
  return [
    { id: "region", label: region ? `AWS region ${region}` : "AWS" },
    { id: "vpc", label: range ? `VPC ${range}` : "VPC", parent: "region" },
    { id: "public", label: "Public subnets", parent: "vpc", ...inZones },
    { id: "private", label: "Private subnets", parent: "vpc", ...inZones },
    { id: "around", label: "Protects and watches over all", parent: "region" },
    ...(copies ? [{ id: "copies" as const, label: `AWS region ${copies}` }] : []),
  ];
}

export function isCopyVault({ type, name }: PlannedResource): boolean {
  return type === "aws_backup_vault" && /cop(y|ies)/.test(name);
}

/** The region of a backup vault that is not the installation's own. */
export function copyRegionOf(resources: readonly PlannedResource[]): string | undefined {
  return resources
    .filter(isCopyVault)
    .map((vault) => vault.text("region"))
    .find((region) => region !== undefined);
}

/** Where a capability's part is. */
export function frameOf(members: readonly PlannedResource[]): FrameId {
  const some = (holds: (resource: PlannedResource) => boolean) => members.some(holds);
  if (some(({ type }) => type === "aws_nat_gateway" || type === "aws_vpc")) {
    return some(({ type }) => type === "aws_nat_gateway") ? "public" : "vpc";
  }
  const isPublic = (resource: PlannedResource) =>
    (resource.type === "aws_lb" && resource.get("internal") !== true) ||
    (resource.type === "aws_ecs_service" &&
      resource.get("network_configuration.0.assign_public_ip") === true);
  if (some(isPublic)) return "public";
  return some(({ type }) => type === "aws_security_group") ? "private" : "region";
}

function zoneOf(resource: PlannedResource): string[] {
  const zone = resource.type === "aws_subnet" ? resource.text("availability_zone") : undefined;
  return zone !== undefined && /^[a-z-]+-\d[a-z]$/.test(zone) ? [zone] : [];
}
