import type { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { DestroyGuard } from "../terraform/destroy-guard";
import { tf } from "../terraform/expression";
import { LastingValues } from "../terraform/lasting-values";
import type { Variables } from "../variables";

/**
 * Refuses to make all of an installation anew for a variable, or with credentials of another account that may read its
 * state. The first part of a stack, as what guards it has to go before.
 */
export function keepLastingValues(stack: Construct, { accountId }: Installation, variables: Variables): void {
  const { applicationName, region, vpcCidr, vpcId, privateSubnetIds } = variables;
  new LastingValues(stack, "lasting_values", {
    values: {
      account: accountId,
      name: applicationName.value,
      region: region.value,
      vpc_cidr: vpcCidr.value,
      vpc_id: vpcId.value,
      // A third one may be added.
      private_subnet_ids: tf`join(", ", slice(${privateSubnetIds.value}, 0, min(2, length(${privateSubnetIds.value}))))`,
    },
    before: { vpc_id: null, private_subnet_ids: "" },
    otherwise:
      "Database, files and keys would be replaced by empty ones. Set it back (the account is that of the credentials: aws sts get-caller-identity); for a second installation, add a file in environments/. To make this one anew, destroy it first.",
  });
}

/** Refuses to destroy a protected installation. The last part of a stack. */
export function guardInstallation(stack: Construct, { deletionProtection }: Variables): void {
  new DestroyGuard(stack, "destroy_guard", {
    refuses: deletionProtection.value,
    message: "deletion_protection is true, so nothing is destroyed. Set it to false, deploy, then destroy.",
  });
}
