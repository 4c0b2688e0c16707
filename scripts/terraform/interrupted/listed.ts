import { BackupClient, paginateListBackupSelections } from "@aws-sdk/client-backup";
import { CloudControlClient, paginateListResources } from "@aws-sdk/client-cloudcontrol";
import type { ResourceChange } from "../../plan/terraform-plan";
import { clientSettings } from "../../system/client-settings";

type Values = Readonly<Record<string, unknown>>;

/** Asks AWS for identifiers by which a planned resource may be imported; some may be those of others. */
export type Lister = (values: Values) => Promise<string[]>;

/** By type, for the region of an installation. */
export type Listers = (region: string) => Readonly<Record<string, Lister>>;

/** Where AWS's API of Global Accelerator is ("Global Accelerator endpoints and quotas"). */
export const ACCELERATOR_REGION = "us-west-2";

/**
 * Types whose identifiers AWS makes up and that have no tags, so that neither their arguments nor the tags of the
 * installation find them: AWS lists them by what they belong to. Cloud Control lists those of services whose own client
 * would be one more package; for Global Accelerator it takes the parent's ARN, as its own list handlers do.
 */
export const listersOf: Listers = (region) => {
  const here = new CloudControlClient(clientSettings(region));
  const accelerators = new CloudControlClient(clientSettings(ACCELERATOR_REGION));
  const backup = new BackupClient(clientSettings(region));
  return {
    aws_backup_selection: async ({ plan_id: plan, name }) => {
      const ids: string[] = [];
      for await (const page of paginateListBackupSelections(
        { client: backup },
        { BackupPlanId: String(plan) },
      )) {
        const own = (page.BackupSelectionsList ?? []).filter(({ SelectionName }) => SelectionName === name);
        ids.push(...own.map(({ SelectionId }) => `${plan}|${SelectionId}`));
      }
      return ids;
    },
    aws_globalaccelerator_endpoint_group: ({ listener_arn: ListenerArn }) =>
      listed(accelerators, "AWS::GlobalAccelerator::EndpointGroup", { ListenerArn }),
    aws_globalaccelerator_listener: ({ accelerator_arn: AcceleratorArn }) =>
      listed(accelerators, "AWS::GlobalAccelerator::Listener", { AcceleratorArn }),
    aws_route53_resolver_query_log_config_association: () =>
      listed(here, "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation"),
  };
};

/** The argument with the resource that one of a type belongs to: while that is not there, it cannot be either. */
const PARENTS: Readonly<Record<string, string>> = {
  aws_backup_selection: "plan_id",
  aws_globalaccelerator_endpoint_group: "listener_arn",
  aws_globalaccelerator_listener: "accelerator_arn",
  aws_route53_resolver_query_log_config_association: "resolver_query_log_config_id",
};

/**
 * The identifiers that AWS lists for planned resources, by address. What may not be listed is told, and hides nothing.
 *
 * @param region that of the installation
 */
export async function listFor(
  planned: readonly ResourceChange[],
  region: string,
  listers: Listers,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = planned.filter(({ type, change }) => {
    const parent = (change.after as Values | null)?.[PARENTS[type] ?? ""];
    return typeof parent === "string" && parent !== "";
  });
  const found = new Map<string, readonly string[]>();
  if (wanted.length === 0) return found;
  const lists = listers(region);
  for (const { address, type, change } of wanted) {
    try {
      found.set(address, await lists[type]!(change.after as Values));
    } catch (error) {
      const { name, message } = error as Error;
      console.error(`${address}: could not look whether the account has it. ${name}: ${message}`);
    }
  }
  return found;
}

async function listed(client: CloudControlClient, TypeName: string, parent?: object): Promise<string[]> {
  const ids: string[] = [];
  const ResourceModel = parent && JSON.stringify(parent);
  for await (const page of paginateListResources({ client }, { TypeName, ResourceModel })) {
    ids.push(...(page.ResourceDescriptions ?? []).flatMap(({ Identifier }) => Identifier ?? []));
  }
  return ids;
}
