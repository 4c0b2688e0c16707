import { ExportError } from "../lib/aws-failure";

/** What a caller may ask for. */
export interface Request {
  /** Databases, and tables as `<database>.<table>`; empty for everything. */
  readonly only: readonly string[];
}

/** What RDS takes: letters, digits, dollar signs and underscores. */
const NAME = /^[A-Za-z0-9_$]+([.][A-Za-z0-9_$]+)?$/;

/**
 * Reads the function's event.
 *
 * @param event `{"only": [...]}`; anything else of it is ignored, as EventBridge Scheduler sends events of its own
 * @param standard what is exported unless the event says so, a JSON list
 * @throws an ExportError for what RDS would not take
 */
export function readRequest(event: unknown, standard: string): Request {
  const given = (event as { only?: unknown } | null | undefined)?.only;
  const only = given ?? JSON.parse(standard);
  if (!Array.isArray(only) || only.some((name) => typeof name !== "string" || !NAME.test(name))) {
    throw new ExportError(
      `"only" is ${JSON.stringify(only)}, but must be a list of <database> or <database>.<table>, such as ["openemr.patient_data"]. Leave it out to export everything.`,
    );
  }
  return { only: [...new Set(only as string[])].sort() };
}
