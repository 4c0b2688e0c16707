import type { Colors } from "picocolors/types";
import { renderTable } from "../../terminal/text-table";
import { NO_COLORS, toned } from "../../terminal/tone";
import type { EndpointResult } from "./call-endpoint";

/** Writes a line for each endpoint, and what is wrong with those that failed. */
export function renderResults(results: readonly EndpointResult[], colors: Colors = NO_COLORS): string {
  const rows = results.map(({ path, status, milliseconds, count }) => [
    path,
    status === undefined ? "-" : String(status),
    milliseconds.toFixed(0),
    count === undefined ? "-" : String(count),
  ]);
  const problems = results.flatMap(({ path, problem }) =>
    problem ? [toned(colors, "bad", `${path}: ${problem}`)] : [],
  );
  const verdict =
    problems.length === 0
      ? toned(colors, "good", `All ${results.length} endpoints answered.`)
      : toned(colors, "bad", `${problems.length} of ${results.length} endpoints failed.`);
  return [
    renderTable(["endpoint", "status", "ms", "resources"], rows),
    "",
    ...problems,
    ...(problems.length > 0 ? [""] : []),
    verdict,
  ].join("\n");
}
