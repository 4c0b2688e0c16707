import type { Construct } from "constructs";
import { PhysicalNames } from "../aws/physical-names";
import { placeOf } from "../aws/place";
import { StateAccess } from "../github/state-access";
import { generalVariables } from "../installation-variables";
import { OperatorRole } from "../operators/operator-role";
import { operatorVariables } from "../operators/variables";
import type { StateSettings } from "../state/state-settings";
import { DestroyGuard } from "../terraform/destroy-guard";
import { tf, tfString } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";
import { declareIn, type VariableConfig } from "../terraform/variable";
import { AwsStack } from "./aws-stack";

/** Stands where an environment's name stands in names and tags. */
const ENVIRONMENT = "operators";

export interface OperatorRolesStackProps {
  readonly state: StateSettings;
  /** Names of all environments of the project. */
  readonly environments: readonly string[];
}

/**
 * Lets people operate installations by this project's commands without rights of an administrator. A person who
 * administers the account applies it; neither operators nor deploys can change what it makes.
 */
export class OperatorRolesStack extends AwsStack {
  /** Names of the variables that the stack's file may set. */
  readonly variableNames: readonly string[];

  constructor(scope: Construct, id: string, { state, environments }: OperatorRolesStackProps) {
    super(scope, id, state);
    const own: Record<string, Partial<VariableConfig>> = {
      region: {
        ...(state.region !== undefined && { default: state.region }),
        description: "AWS region of the provider. The roles themselves belong to the whole account.",
      },
      name: { description: "First part of every physical name, the same as that of the installations." },
      deletion_protection: {
        description: "Refuses to destroy the stack, whose roles people may be at work with.",
      },
    };
    const declare = declareIn(this, own);
    const general = generalVariables(declare);
    const choices = operatorVariables(declare, environments);
    this.variableNames = Object.values({ ...general, ...choices }).map(({ node }) => node.id);
    const installation = this.install(ENVIRONMENT, general);
    const access = new StateAccess(installation, state);

    const roles = environments.map((environment) => {
      const toggle = new Toggle(
        this,
        environment,
        tf`contains(keys(${choices.environments.value}), ${environment})`,
      );
      const region = tfString`lookup(${choices.environments.value}, ${environment}, "")`;
      const names = new PhysicalNames(toggle, {
        name: general.applicationName.value,
        environment,
        region,
        accountId: installation.accountId,
      });
      const role = new OperatorRole(toggle, "role", {
        name: names.of("operator", "role"),
        place: {
          ...placeOf(installation, names, region),
          application: general.applicationName.value.asString,
          environment,
        },
        operators: choices.operatorArns.value,
        allowSessions: choices.allowSessions.value,
        state: access.read(environment),
      });
      return [environment, toggle.select(role.arn, null)] as const;
    });
    new DestroyGuard(this, "destroy_guard", {
      refuses: general.deletionProtection.value,
      message: "deletion_protection is true, so nothing is destroyed. Set it to false, apply, then destroy.",
    });
    declareOutput(
      this,
      "operator_role_arns",
      "By environment, the role that its operators take.",
      Object.fromEntries(roles),
    );
  }
}
