import { UserError } from "../../../src/user-error";
import { type ArgumentsOf, commandLine } from "../../terminal/command-line";

const USAGE = `Usage: npm run clear-studio -- <environment> [options]
       npm run clear-studio -- --vpc <id> [options]

Deletes what keeps SageMaker Studio, or the VPC after it, from being deleted.

Before the analytics environment is turned off: every application and every space in Studio, the notebooks on their
volumes included. Jobs of Spark are cancelled, and Spark is stopped.
After that, and before the VPC can go: the security groups that SageMaker has left in it.
It shows all of that, and asks, before it changes anything.

  --vpc <id>         the VPC, for the groups only, where a destroy that stopped has left no outputs
  --region <region>  region of the installation (default: the environment's; with --vpc, that of your AWS configuration)
  --yes              asks for no confirmation
  --help, -h         shows this text
`;

export type Arguments = ArgumentsOf<typeof COMMAND_LINE>;

export const COMMAND_LINE = commandLine({
  usage: USAGE,
  options: {
    vpc: { type: "string" },
    region: { type: "string" },
    yes: { type: "boolean", default: false },
  },
  positionals: { one: "environment" },
  read: ({ values, positionals: [environment] }) => {
    const { vpc } = values;
    if (vpc !== undefined && !/^vpc-[0-9a-f]+$/.test(vpc)) {
      throw new UserError(`--vpc is "${vpc}", but must be the id of a VPC, such as vpc-0123456789abcdef0.`);
    }
    if (vpc && environment !== undefined) {
      throw new UserError(`Name the environment ${environment} or --vpc, not both.\n\n${USAGE}`);
    }
    return { ...values, environment };
  },
});
