import type { CtyObject } from "../../../cty/types";

/**
 * How types are imported whose import does not take their `id`: section "Import" of the provider's documentation
 * (6.25.0, read on 2026-11-29).
 */
const IMPORT_IDS: Readonly<Record<string, (values: CtyObject) => string>> = {
  aws_ecs_service: ({ cluster, name }) => `${String(cluster).split("/").at(-1)}/${name}`,
  aws_route: ({ route_table_id: table, destination_cidr_block: ipv4, destination_ipv6_cidr_block: ipv6 }) =>
    `${table}_${ipv4 || ipv6}`,
  aws_route_table_association: ({ subnet_id: subnet, route_table_id: table }) => `${subnet}/${table}`,
  aws_wafv2_web_acl: ({ id, name, scope }) => `${id}/${name}/${scope}`,
};

/** Whether a resource is the one that is imported by an identifier. */
export function isImportedBy(type: string, values: CtyObject, importId: string): boolean {
  return (IMPORT_IDS[type]?.(values) ?? values.id) === importId;
}
