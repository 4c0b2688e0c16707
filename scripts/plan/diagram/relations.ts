import { groupTitle } from "../capabilities";
import type { PlannedResource } from "../resource";
import { partId } from "./part-id";

interface Relation {
  readonly type: string;
  /** The argument that names the other part. */
  readonly argument: string;
  readonly text: string;
  /** The arrow leads to the part that has the resource, for data goes that way. @default false */
  readonly towards?: boolean;
}

/** Connections that no security group tells of. */
const RELATIONS: readonly Relation[] = [
  { type: "aws_wafv2_web_acl_association", argument: "resource_arn", text: "filters" },
  { type: "aws_backup_selection", argument: "resources", text: "backups", towards: true },
  { type: "aws_route53_record", argument: "alias", text: "names" },
];

/** Read from the references in the configuration, which a resource that goes away no longer has. */
export function relationsOf(resources: readonly PlannedResource[]) {
  return RELATIONS.flatMap(({ type, argument, text, towards = false }) =>
    resources
      .filter((resource) => resource.type === type)
      .flatMap((resource) => {
        const own = partId(groupTitle(resource.capability));
        return mentioned(resource.configured?.expressions?.[argument]).map((other) =>
          towards ? { from: other, to: own, text } : { from: own, to: other, text },
        );
      }),
  );
}

/** The parts that have what an expression refers to. */
function mentioned(expression: unknown): string[] {
  const names = (JSON.stringify(expression) ?? "").matchAll(/\baws_\w+\.([a-z0-9]+)_?\w*/g);
  return [...new Set([...names].map(([, capability]) => partId(groupTitle(capability!))))];
}
