import { UserError } from "../../../src/user-error";
import { parseCommandLine } from "../../terminal/command-line";

export const USAGE = `Usage: npm run clear-studio -- <environment> [options]
       npm run clear-studio -- --vpc <id> [options]

Deletes what keeps SageMaker Studio, or the VPC after it, from being deleted. It needs the AWS CLI.

Before the analytics environment is turned off: every application and every space in Studio, the notebooks on their
volumes included. Spark is stopped, too.
After that, and before the VPC can go: the two security groups that SageMaker has left in it.

  --vpc <id>         the VPC, for the groups alone, where a destroy that stopped has left no outputs
  --region <region>  region of the installation (default: the environment's; with --vpc, the AWS CLI's)
  --yes              asks for no confirmation
  --help, -h         shows this text
`;

export interface Arguments {
  readonly environment?: string;
  readonly vpc?: string;
  readonly region?: string;
  readonly yes: boolean;
  readonly help: boolean;
}

/** @throws a UserError for what is not understood */
export function readArguments(args: readonly string[]): Arguments {
  const { positionals, values } = parse(args);
  if (positionals.length > 1) {
    throw new UserError(`One environment at a time, not ${positionals.join(", ")}.\n\n${USAGE}`);
  }
  const { vpc } = values;
  if (vpc !== undefined && !/^vpc-[0-9a-f]+$/.test(vpc)) {
    throw new UserError(`--vpc is "${vpc}", but must be the id of a VPC, such as vpc-0123456789abcdef0.`);
  }
  if (vpc && positionals.length > 0) {
    throw new UserError(`Name the environment ${positionals[0]} or --vpc, not both.\n\n${USAGE}`);
  }
  return { ...values, environment: positionals[0] };
}

function parse(args: readonly string[]) {
  return parseCommandLine(args, USAGE, {
    allowPositionals: true,
    options: {
      vpc: { type: "string" },
      region: { type: "string" },
      yes: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
}
