import { FunctionError } from "../lib/function-error";

/** A caller's wishes. */
export interface Request {
  /** Databases, and tables as `<database>.<table>`; empty for everything. */
  readonly only: readonly string[];
}

/** Names that RDS takes: letters, digits, dollar signs and underscores. */
const NAME = /^[A-Za-z0-9_$]+([.][A-Za-z0-9_$]+)?$/;

/**
 * Reads the function's event.
 *
 * @param event `{"only": [...]}`; anything else of it is ignored, as EventBridge Scheduler sends events of its own
 * @param standard what is exported unless the event says so, a JSON list
 * @throws a FunctionError for what RDS would not take
 */
export function readRequest(event: unknown, standard: string): Request {
  const given = (event as { only?: unknown } | null | undefined)?.only;
  const only = given ?? JSON.parse(standard);
  if (!Array.isArray(only) || only.some((name) => typeof name !== "string" || !NAME.test(name))) {
    throw new FunctionError(
      `"only" is ${JSON.stringify(only)}, but must be a list of <database> or <database>.<table>, such as ["openemr.patient_data"]. Leave it out to export everything.`,
    );
  }
  return { only: [...new Set(only as string[])].sort() };
}
