import type { SqlParameter } from "@aws-sdk/client-rds-data";
import { UserError } from "../../../src/user-error";
import type { CommandLine, Given } from "../../terminal/command-line";
import { FORMAT_OPTIONS, readFormat } from "../../terminal/format";
import { readParameter } from "./parameters";

const USAGE = `Usage: npm run data-api -- <environment> "<statement>" [options]
       npm run data-api -- <environment> --file <file> [options]`;

const HELP = `${USAGE}

Runs SQL in the environment's database through the RDS Data API, which needs enable_data_api = true there, and no
connection to the database's network. Rows go to the standard output; their number, and how many records were
changed, to the standard error. The exit code is 0 if every statement was carried out.

  --file file           takes the statements from a file, or from the standard input (-), separated by semicolons
  --param name=value    value of the parameter :name, a text; may be repeated. Other types: name:type=value with
                        integer, number, decimal, boolean, json, date, time, timestamp or blob (in Base64), and
                        name:null
  --transaction         carries out all statements or none: on an error or Ctrl-C everything is rolled back
  --format format       table (the default) or csv. CSV has each result set by itself, one after the other; blobs are
                        in Base64, NULL is nothing, and an empty text is ""
  --json                for programs: each result set as one JSON array, one after the other; blobs are in Base64
  --database name       schema (default: openemr)
  --cluster-arn arn     Aurora cluster     \\ instead of the environment, and of its outputs database_cluster_arn
  --secret-arn arn      user and password  / and database_secret_arn
  --region region       its region (default: the cluster's)
  --profile profile     profile of the AWS CLI, for the state as well (default: AWS_PROFILE)
  --help, -h            shows this text

Statements share a session only within --transaction; without it SET and temporary tables last for one statement.
A statement may take 45 seconds, and an answer 1 MiB and 64 KiB a row.

What is written on a command line can be seen in the shell's history, in npm's log (~/.npm/_logs) and in the list of
processes. Take statements with patients' data from a file or the standard input. The database logs every statement.

For another program, keep npm quiet: npm run --silent data-api -- production "SELECT 1" --json
`;

const FORMATS = ["table", "csv"] as const;
export type Format = (typeof FORMATS)[number] | "json";

export interface DataApiArguments {
  readonly environment?: string;
  /** One of the two is given. */
  readonly sql?: string;
  readonly file?: string;
  readonly parameters: readonly SqlParameter[];
  readonly transaction: boolean;
  readonly format: Format;
  readonly database: string;
  readonly clusterArn?: string;
  readonly secretArn?: string;
  readonly region?: string;
  readonly profile?: string;
}

const options = {
  file: { type: "string" },
  param: { type: "string", multiple: true },
  transaction: { type: "boolean", default: false },
  ...FORMAT_OPTIONS,
  database: { type: "string", default: "openemr" },
  "cluster-arn": { type: "string" },
  "secret-arn": { type: "string" },
  region: { type: "string" },
  profile: { type: "string" },
} as const;

export const COMMAND_LINE: CommandLine<typeof options, DataApiArguments> = {
  usage: HELP,
  briefUsage: USAGE,
  options,
  positionals: "any",
  read: readArguments,
};

function readArguments({ values, positionals }: Given<typeof options>): DataApiArguments {
  const { file, "cluster-arn": clusterArn, "secret-arn": secretArn } = values;
  const { environment, sql } = readPositionals(positionals, file, Boolean(clusterArn && secretArn));
  checkArn("cluster-arn", clusterArn, /^arn:aws:rds:[a-z0-9-]+:\d{12}:cluster:[\w-]+$/);
  checkArn("secret-arn", secretArn, /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/);
  return {
    environment,
    sql,
    file,
    parameters: (values.param ?? []).map(readParameter),
    transaction: values.transaction,
    format: readFormat(FORMATS, values),
    database: values.database,
    clusterArn,
    secretArn,
    region: values.region,
    profile: values.profile,
  };
}

/** The environment, unless the place is given otherwise, and the statement, unless a file has it. */
function readPositionals(given: readonly string[], file: string | undefined, isPlaceGiven: boolean) {
  const sql = file === undefined ? given.at(-1) : undefined;
  const others = file === undefined ? given.slice(0, -1) : given;
  if (file === undefined && (sql === undefined || (others.length === 0 && !isPlaceGiven))) {
    throw new UserError(`Which statement? Give an environment and SQL, or a --file.\n\n${USAGE}`);
  }
  if (others.length > 1) {
    const last = others.at(-1);
    throw new UserError(
      `One environment and one ${file === undefined ? "statement" : "--file"}, but ${JSON.stringify(last)} was given as well. ` +
        `Put a statement into quotes.\n\n${USAGE}`,
    );
  }
  return { environment: others[0], sql };
}

function checkArn(option: string, given: string | undefined, form: RegExp): void {
  if (given === undefined || form.test(given)) return;
  const example =
    option === "cluster-arn"
      ? "arn:aws:rds:<region>:<account>:cluster:<name>"
      : "arn:aws:secretsmanager:<region>:<account>:secret:<name>";
  throw new UserError(`--${option} is "${given}", but must be ${example}.`);
}
