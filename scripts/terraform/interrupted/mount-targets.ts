import type { ResourceChange } from "../../plan/terraform-plan";

const NAME = "interrupted";

/**
 * Data sources that find mount targets of file systems. These have no name and no tags, but EC2 tells of their interfaces,
 * in whose description EFS puts the identifier: in its API reference as "Mount target fsmt-1 for file system fs-1", in the
 * log entries of its user guide as "EFS mount target for fs-1 (fsmt-1)".
 */
export function searchMountTargets(planned: readonly ResourceChange[]): Readonly<Record<string, object>> {
  const wanted = planned.filter(({ type }) => type === "aws_efs_mount_target");
  const fileSystems = wanted.flatMap(
    ({ change }) => (change.after as { file_system_id?: string }).file_system_id ?? [],
  );
  if (fileSystems.length === 0) return {};
  const values = [...new Set(fileSystems)].flatMap((id) => [
    `EFS mount target for ${id}*`,
    `*file system ${id}`,
  ]);
  return {
    aws_network_interfaces: { [NAME]: { filter: [{ name: "description", values }] } },
    aws_network_interface: {
      [NAME]: { for_each: `\${toset(data.aws_network_interfaces.${NAME}.ids)}`, id: "${each.key}" },
    },
  };
}

/** Each mount target that was found, as its subnet and what its interface says of it. */
export function mountTargetsIn(
  resources: ReadonlyArray<{ readonly type: string; readonly name?: string; readonly values?: object }>,
): string[] {
  return resources
    .filter(({ type, name }) => type === "aws_network_interface" && name === NAME)
    .map(({ values }) => values as { subnet_id?: string; description?: string })
    .map(({ subnet_id: subnet, description }) => `${subnet} ${description}`);
}

/** Finds the identifier of a mount target in one of these. */
export function mountTargetOf(fileSystem: unknown, subnet: unknown): RegExp {
  return new RegExp(`^${subnet} (?=.*${fileSystem}\\b).*(fsmt-[0-9a-f]+)`);
}
