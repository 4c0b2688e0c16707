import { GetParametersCommand } from "@aws-sdk/client-ssm";
import { printable } from "../status/log-lines";
import type { ReadSign } from "./sign";

/** Procedures that leave a record until they are finished. */
const RECORDED = ["restore", "upgrade", "recover", "import"] as const;

/** Notes that end an upgrade, whose record stays so that it can be taken back. */
const UPGRADE_ENDS = ["upgraded", "taken-back"] as const;

/** A procedure that is under way, or was begun and is not finished. */
export const readProcedure: ReadSign = async ({ ssm }, { environment, procedureParameter: parameter }) => {
  const run = `${parameter}-run`;
  const Names = [run, ...RECORDED.map((procedure) => `${parameter}-${procedure}`)];
  const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names }));
  const stored = (name: string) => Parameters.find(({ Name }) => Name === name)?.Value;
  const holder = stored(run);
  const begun = RECORDED.filter((procedure) => {
    const record = stored(`${parameter}-${procedure}`);
    return record !== undefined && !(procedure === "upgrade" && hasEnded(record));
  });
  if (holder === undefined && begun.length === 0) {
    return { name: "Procedures", state: "well", text: "none is under way" };
  }
  const said = [
    ...(holder === undefined ? [] : [runText(holder)]),
    ...begun.map((procedure) => `${procedure} was begun and is not finished`),
  ];
  const [first] = begun;
  const next = first
    ? `npm run ${first} -- ${environment}${first === "upgrade" ? versionOf(stored(`${parameter}-upgrade`)!) : ""} goes on with it`
    : `npm run status -- ${environment} --follow`;
  return { name: "Procedures", state: "not well", text: said.join("; "), next };
};

function runText(holder: string): string {
  const { procedure, by, since } = JSON.parse(holder) as { procedure: string; by: string; since: string };
  return printable(`${procedure} is run by ${by} since ${since}`);
}

function hasEnded(record: string): boolean {
  const { done = {} } = JSON.parse(record) as { done?: Record<string, string> };
  return UPGRADE_ENDS.some((note) => done[note] !== undefined);
}

/** `npm run upgrade` takes the version that it goes on to. */
function versionOf(record: string): string {
  return ` --to ${printable((JSON.parse(record) as { to: string }).to)}`;
}
