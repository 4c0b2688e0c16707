import { GetRoleCommand, paginateListRoles } from "@aws-sdk/client-iam";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Question, right, wrong } from "../question";

/**
 * Roles that somebody made under a name of the installation without its boundary. A deploy by GitHub Actions may say who
 * takes roles of these names, and IAM lets no condition ask for the boundary of the role there: such a role would be a way
 * past the boundary (docs/ci.md).
 */
export function foreignRoleQuestions({ iam }: Clients, environment: CheckedEnvironment): Question[] {
  const boundary = environment.text("permissions_boundary_arn");
  if (!boundary) return [];
  return [
    {
      area: "Roles",
      what: `named ${environment.prefix}-* without the boundary`,
      ask: async () => {
        const without = await rolesWithout(iam, boundary, environment.prefix);
        if (without.length === 0) return right("none");
        return wrong(
          without.join(", "),
          without
            .map(
              (role) =>
                `aws iam put-role-permissions-boundary --role-name ${role} --permissions-boundary ${boundary}`,
            )
            .join("\n"),
        );
      },
    },
  ];
}

async function rolesWithout(iam: Clients["iam"], boundary: string, prefix: string): Promise<string[]> {
  const without: string[] = [];
  // Roles of jobs and operators have paths of their own, which deploys do not reach.
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    for (const { RoleName: name = "", Path: folder } of Roles) {
      if (folder !== "/" || !name.startsWith(`${prefix}-`)) continue;
      // A listing does not tell boundaries.
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
      if (Role?.PermissionsBoundary?.PermissionsBoundaryArn !== boundary) without.push(name);
    }
  }
  return without;
}
