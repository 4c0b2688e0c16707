import type { Colors } from "picocolors/types";
import { NO_COLORS, type Tone, toned } from "../terminal/tone";
import type { Finding } from "./question";

const TONES: Readonly<Record<Finding["verdict"], Tone>> = { right: "good", wrong: "bad", unknown: "unsure" };

/** A table of what was found, and below it what mends the rest. */
export function renderFindings(findings: readonly Finding[], colors: Colors = NO_COLORS): string {
  const width = (pick: (finding: Finding) => string) =>
    Math.max(...findings.map((each) => pick(each).length));
  const [verdict, area, what] = [
    width((each) => each.verdict),
    width((each) => each.area),
    width((each) => each.what),
  ];
  const rows = findings.map((each) =>
    [
      toned(colors, TONES[each.verdict], each.verdict.padEnd(verdict)),
      each.area.padEnd(area),
      each.what.padEnd(what),
      each.seen,
    ].join("  "),
  );
  const mends = findings
    .filter(({ mend }) => mend !== undefined)
    .flatMap(({ area: where, what: of, mend }) => ["", `${where}, ${of}:`, ...indented(mend!)]);
  const count = (wanted: Finding["verdict"]) => findings.filter((each) => each.verdict === wanted).length;
  const sum = `${count("right")} right, ${count("wrong")} wrong, ${count("unknown")} unknown`;
  return [...rows, ...(mends.length > 0 ? ["", "What mends it", ...mends.slice(1)] : []), "", sum].join("\n");
}

function indented(text: string): string[] {
  return text.split("\n").map((line) => `  ${line}`);
}
