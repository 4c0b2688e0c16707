import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { arnAt, type Place } from "../aws/place";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import type { Value } from "../terraform/expression";
import { operatorCalls } from "./operator-calls";
import { OPERATOR_REACH, type Reach, SESSION_REACH } from "./operator-resources";

/** No role of an installation has this path, so a deploy that manages those by their names cannot reach these. */
const PATH = "/operators/";

/** A restore takes hours; one that outlives it goes on when its command is given again. */
const SESSION_HOURS = 4;

export interface OperatorPlace extends Place {
  /** Values of the tags by which the installation's keys are known. */
  readonly application: string;
  readonly environment: string;
}

export interface OperatorRoleProps {
  readonly name: string;
  readonly place: OperatorPlace;
  /** ARNs of roles or users of IAM whose people take this role. */
  readonly operators: Value<readonly string[]>;
  readonly allowSessions: Value<boolean>;
  /** Rights to read the state, from which commands learn what an installation consists of. */
  readonly state: readonly PolicyStatement[];
}

/** For people who operate one installation by this project's commands, without rights of an administrator. */
export class OperatorRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: OperatorRoleProps) {
    super(scope, id);
    const { name, place, operators, allowSessions, state } = props;
    const role = new IamRole(this, "Default", {
      name,
      path: PATH,
      description: `Operates ${place.environment} by the commands of its project`,
      assumeRolePolicy: policyDocument([
        {
          sid: "Operators",
          actions: ["sts:AssumeRole"],
          principals: { AWS: operators as unknown as readonly string[] },
        },
      ]),
      maxSessionDuration: SESSION_HOURS * 3600,
    });
    new IamRolePolicy(this, "policy", {
      name: "operate",
      role: role.name,
      policy: policyDocument([...operatorStatements(place, allowSessions), ...state]),
    });
    this.arn = role.arn;
  }
}

/** The statements about an installation. What no procedure asks for is in none. */
function operatorStatements(place: OperatorPlace, allowSessions: Value<boolean>): PolicyStatement[] {
  const called = operatorCalls();
  const needed = OPERATOR_REACH.map((reach) => ({
    ...reach,
    actions: reach.actions.filter((action) => called.includes(action)),
  })).filter(({ actions }) => actions.length > 0);
  return [
    ...needed.map((reach) => statementOf(reach, place)),
    ...SESSION_REACH.map((reach) => ({ ...statementOf(reach, place), when: allowSessions })),
  ];
}

function statementOf({ sid, actions, arns, conditions }: Reach, place: OperatorPlace): PolicyStatement {
  return {
    sid,
    actions,
    resources: arns.map((form) => arnAt(form, place)),
    ...(conditions ? { conditions: filledIn(conditions, place) } : {}),
  };
}

function filledIn(conditions: NonNullable<Reach["conditions"]>, place: OperatorPlace): Reach["conditions"] {
  const fill = (form: string) =>
    arnAt(
      form.replace("{application}", place.application).replace("{environment}", place.environment),
      place,
    );
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, value]) => [
          key,
          typeof value === "string" ? fill(value) : value.map(fill),
        ]),
      ),
    ]),
  );
}
