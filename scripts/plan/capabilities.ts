import type { PlanJson } from "./terraform-plan";

/**
 * The groups of a review in their order: from the outside in, then what protects the data and watches over it.
 * A resource belongs to the group that lists the first segment of its name; one that no group lists gets a
 * group of that segment's name, after these.
 */
const GROUPS: ReadonlyArray<{ readonly title: string; readonly segments: readonly string[] }> = [
  { title: "Edge", segments: ["edge", "accelerator"] },
  { title: "Web firewall", segments: ["firewall"] },
  { title: "Domain and certificate", segments: ["domain", "certificate", "address"] },
  { title: "Network", segments: ["network", "private"] },
  { title: "Application", segments: ["application"] },
  { title: "Shell access (ECS Exec)", segments: ["exec"] },
  { title: "Database", segments: ["database"] },
  { title: "Cache", segments: ["cache"] },
  { title: "Files", segments: ["files"] },
  { title: "Password rotation", segments: ["password"] },
  { title: "Encryption", segments: ["data", "log"] },
  { title: "Backup", segments: ["backup"] },
  { title: "Operations", segments: ["operations"] },
  { title: "Guards", segments: ["destroy", "lasting"] },
  { title: "Audit trail", segments: ["audit"] },
  { title: "Monitoring", segments: ["monitoring"] },
  { title: "Mail", segments: ["mail"] },
  { title: "Analytics", segments: ["analytics"] },
  { title: "State of Terraform", segments: ["state"] },
];

/** The heading of the group that a resource belongs to. */
export function groupTitle(segment: string): string {
  const listed = GROUPS.find(({ segments }) => segments.includes(segment));
  return listed?.title ?? segment.charAt(0).toUpperCase() + segment.slice(1);
}

/** Capabilities that leave something in a plan while they are off, each with its variable and the reason. */
const WHILE_OFF: Readonly<Record<string, { readonly variable: string; readonly reason: string }>> = {
  "Shell access (ECS Exec)": {
    variable: "enable_ecs_exec",
    reason: "the place for its recordings is kept ready, with those that there are",
  },
  Mail: {
    variable: "configure_ses",
    reason: "its archive and the secret of its credentials are kept ready",
  },
};

/** Says why a group is in the plan though its capability is off; undefined where it is on, or always there. */
export function reasonWhileOff(title: string, variables: PlanJson["variables"] = {}): string | undefined {
  const kept = WHILE_OFF[title];
  return kept && variables[kept.variable]?.value === false ? kept.reason : undefined;
}

/** Sorts titles for a review. */
export function compareTitles(one: string, other: string): number {
  const place = (title: string) => {
    const index = GROUPS.findIndex((group) => group.title === title);
    return index < 0 ? GROUPS.length : index;
  };
  return place(one) - place(other) || one.localeCompare(other);
}
