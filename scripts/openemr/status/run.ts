import { GetParametersCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { printable } from "./log-lines";

/** The last parts of the names of procedures' records; `scripts/procedures/record.ts` writes them. */
export const RECORDED = ["remove", "restore", "rotate", "run-script", "upgrade"] as const;
export type Recorded = (typeof RECORDED)[number];

/** A run of a procedure that holds the installation now, by whoever it is. */
export interface Run {
  /** e.g. `restore is run by ana on desk since 07:12: exchanging`. */
  readonly text: string;
  /** A number that changes every half minute while the run is alive. */
  readonly renewal: number;
}

/** The procedures of an installation, as Parameter Store has them. */
export interface StoredProcedures {
  readonly run?: Run;
  /** Records of those that were begun, as JSON. */
  readonly records: ReadonlyMap<Recorded, string>;
}

/** @param parameter the output `procedure_parameter` */
export async function readProcedures(ssm: SSMClient, parameter: string): Promise<StoredProcedures> {
  const nameOfRun = `${parameter}-run`;
  const Names = [nameOfRun, ...RECORDED.map((procedure) => `${parameter}-${procedure}`)];
  const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names }));
  const stored = new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
  const records = new Map(
    RECORDED.flatMap((procedure) => {
      const record = stored.get(`${parameter}-${procedure}`);
      return record === undefined ? [] : [[procedure, record] as const];
    }),
  );
  const holder = stored.get(nameOfRun);
  return { records, ...(holder !== undefined && { run: runOf(holder, records) }) };
}

/** The run that holds the installation; none where somebody may not read it, who follows the service all the same. */
export async function readRun(ssm: SSMClient, parameter: string): Promise<Run | undefined> {
  try {
    return (await readProcedures(ssm, parameter)).run;
  } catch (error) {
    if ((error as Error).name !== "AccessDeniedException") throw error;
    return undefined;
  }
}

function runOf(holder: string, records: StoredProcedures["records"]): Run {
  const { procedure, by, since, renewal } = JSON.parse(holder) as {
    procedure: string;
    by: string;
    since: string;
    renewal: number;
  };
  const record = records.get((procedure === "run" ? "run-script" : procedure) as Recorded);
  const { done = {} } = JSON.parse(record ?? "{}") as { done?: Record<string, string> };
  const newest = Object.keys(done).at(-1);
  return {
    text: printable(
      `${procedure} is run by ${by} since ${since}${newest === undefined ? "" : `: ${newest}`}`,
    ),
    renewal,
  };
}
