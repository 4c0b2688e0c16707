import { readFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { ExecuteStatementResponse } from "@aws-sdk/client-rds-data";
import { UserError } from "../../../src/user-error";
import { callersFolder } from "../../terminal/callers-folder";
import { command, type Surroundings } from "../../terminal/command";
import { stackOutputs } from "../../terraform/stack-outputs";
import { COMMAND_LINE, type DataApiArguments, type Format } from "./arguments";
import { DataApi, type DataApiPlace } from "./data-api";
import { formatCsv } from "./formats/csv";
import { formatJson } from "./formats/json";
import { formatTable } from "./formats/table";
import { Interruption } from "./interruption";
import { checkParameters } from "./parameters";
import { progressLine } from "./progress-line";
import { type ResultSet, readResultSet } from "./result-set";
import { runStatements, runTransaction } from "./run-statements";
import { endsTransaction } from "./statement-kinds";
import { type Statement, splitArgument, splitStatements } from "./statements";

/** `npm run data-api`: runs SQL, and keeps nothing of what comes back. */
async function dataApi(given: DataApiArguments, { project }: Surroundings): Promise<void> {
  const statements = await readStatements(given);
  checkParameters(given.parameters, statements);
  if (given.transaction) checkTransaction(statements);
  if (given.profile) chooseProfile(given.profile);
  const place = await findPlace(project, given);
  const print = await printer(given.format);

  const interruption = new Interruption();
  const { signal } = interruption;
  const several = statements.length > 1;
  const onAnswer = (answer: ExecuteStatementResponse, statement: Statement) => {
    const found = readResultSet(answer);
    if (found) print(found);
    console.error(`${several ? `Line ${statement.line}: ` : ""}${summarize(answer, found)}`);
  };
  const api = new DataApi(place, progressLine(process.stderr), signal);
  const run = given.transaction ? runTransaction : runStatements;
  const { parameters, environment } = given;
  try {
    await run(statements, { api, parameters, signal, onAnswer, environment });
    if (given.transaction) console.error("Committed.");
  } catch (error) {
    if (!interruption.exitCode) throw error;
    console.error((error as Error).message);
    process.exitCode = interruption.exitCode;
  } finally {
    interruption.end();
  }
}

async function readStatements({ sql, file }: DataApiArguments): Promise<Statement[]> {
  const statements = file === undefined ? splitArgument(sql!) : splitStatements(await readSource(file));
  if (statements.length > 0) return statements;
  throw new UserError(file === undefined ? "The statement is empty." : `There is no statement in ${file}.`);
}

async function readSource(file: string): Promise<string> {
  if (file === "-") return text(process.stdin);
  try {
    return readFileSync(path.resolve(callersFolder(), file), "utf8");
  } catch (error) {
    throw new UserError(`--file is "${file}", which cannot be read: ${(error as Error).message}`);
  }
}

function checkTransaction(statements: readonly Statement[]): void {
  const ending = statements.find(({ sql }) => endsTransaction(sql));
  if (!ending) return;
  throw new UserError(
    `Line ${ending.line}: MySQL would end the transaction at "${/^\S+(\s+\S+)?/.exec(ending.sql)![0]}", and what comes before could ` +
      "not be rolled back. Run it without --transaction, or leave it out.",
  );
}

/** Sets the profile of the SDK and of Terraform, which would take other credentials of the environment before it. */
function chooseProfile(profile: string): void {
  process.env.AWS_PROFILE = profile;
  const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
  for (const name of [...keys, "AWS_WEB_IDENTITY_TOKEN_FILE"]) delete process.env[name];
}

async function findPlace(project: string, given: DataApiArguments): Promise<DataApiPlace> {
  const isGiven = given.clusterArn !== undefined && given.secretArn !== undefined;
  const outputs = isGiven ? undefined : await stackOutputs(project, given.environment);
  const clusterArn = given.clusterArn ?? outputs!.text("database_cluster_arn");
  const secretArn = given.secretArn ?? outputs!.text("database_secret_arn");
  const region = clusterArn.split(":")[3]!;
  if (given.region !== undefined && given.region !== region) {
    throw new UserError(`--region is "${given.region}", but the cluster is in ${region}: ${clusterArn}`);
  }
  return { region, clusterArn, secretArn, database: given.database };
}

/** Prints result sets, with a line between two of them. */
async function printer(format: Format): Promise<(found: ResultSet) => void> {
  // An ES module, which CommonJS cannot require.
  const { default: width } = await import("string-width");
  const render = { table: (found: ResultSet) => formatTable(found, width), json: formatJson, csv: formatCsv };
  let printed = false;
  return (found) => {
    process.stdout.write((printed && format !== "json" ? "\n" : "") + render[format](found));
    printed = true;
  };
}

function summarize(answer: ExecuteStatementResponse, found: ResultSet | undefined): string {
  if (found) return count(found.rows.length, "row");
  const keys = (answer.generatedFields ?? []).map((field) => field.longValue ?? field.stringValue);
  const generated = keys.length > 0 ? ` (generated key: ${keys.join(", ")})` : "";
  return `${count(answer.numberOfRecordsUpdated ?? 0, "record")} changed${generated}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

command(module, { ...COMMAND_LINE, changesSomething: true, run: dataApi });
