import type { ExecuteStatementResponse, SqlParameter } from "@aws-sdk/client-rds-data";
import { UserError } from "../../../src/user-error";
import type { DataApi } from "./data-api";
import { explainDataApiError, isDataApiError } from "./data-api-errors";
import { parametersOf } from "./parameters";
import type { Statement } from "./statements";

export interface StatementRun {
  readonly api: DataApi;
  readonly parameters: readonly SqlParameter[];
  /** Signal that a person wants it to stop. */
  readonly signal: AbortSignal;
  /** Takes each answer as it comes. */
  readonly onAnswer: (answer: ExecuteStatementResponse, statement: Statement) => void;
  /** For commands to type. */
  readonly environment?: string;
}

/** Carries out one statement after the other; the first error ends it, and says what stays. */
export async function runStatements(statements: readonly Statement[], run: StatementRun): Promise<void> {
  let done = 0;
  try {
    for (const statement of statements) {
      run.signal.throwIfAborted();
      await runStatement(statement, run);
      done++;
    }
  } catch (error) {
    const reason = run.signal.aborted
      ? "Stopped. A statement that was under way may have been carried out."
      : describe(error, run);
    const stays = `The statements before it (${done} of ${statements.length}) were carried out, and stay.`;
    throw new UserError(placeOf(statements[done], statements) + reason + (done > 0 ? `\n${stays}` : ""));
  }
}

/** Carries out all statements or none. */
export async function runTransaction(statements: readonly Statement[], run: StatementRun): Promise<void> {
  let transactionId: string | undefined;
  let current: Statement | undefined;
  try {
    transactionId = await run.api.begin();
    for (current of statements) {
      run.signal.throwIfAborted();
      await runStatement(current, run, transactionId);
    }
    current = undefined;
    run.signal.throwIfAborted();
    await run.api.commit(transactionId);
  } catch (error) {
    const outcome = transactionId ? await rollBack(transactionId, run) : "Nothing was changed.";
    const reason = run.signal.aborted ? "Stopped." : describe(error, run);
    throw new UserError(`${placeOf(current, statements)}${reason}\n${outcome}`);
  }
}

async function runStatement(statement: Statement, run: StatementRun, transactionId?: string): Promise<void> {
  const parameters = parametersOf(statement, run.parameters);
  run.onAnswer(await run.api.execute(statement.sql, parameters, transactionId), statement);
}

/** @returns what became of it */
async function rollBack(transactionId: string, run: StatementRun): Promise<string> {
  try {
    await run.api.rollBack(transactionId);
    return "Rolled back: nothing was changed.";
  } catch (error) {
    return (
      `The rollback failed, too: ${describe(error, run)}\n` +
      "AWS rolls a transaction back that was not committed, 3 minutes after its last statement."
    );
  }
}

function placeOf(statement: Statement | undefined, statements: readonly Statement[]): string {
  return statement && statements.length > 1 ? `Line ${statement.line}: ` : "";
}

function describe(error: unknown, { environment }: StatementRun): string {
  if (!isDataApiError(error)) throw error;
  return explainDataApiError(error, environment);
}
