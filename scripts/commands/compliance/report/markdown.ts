import { SEVERITIES } from "../../../rules/finding";
import { code, escapeMarkdown } from "../../../terminal/markdown";
import type { Compliance } from "../judge";
import { countsOf, type Weakness, weaknessesOf } from "./counts";

/** GitHub takes comments of 65,536 characters, most of which the review needs. */
const MOST = 15;

/** Accepted weaknesses are the same every time. */
const MOST_FOLDED = 10;

/** The report as Markdown, for a pull request or a file. */
export function renderMarkdown({ environment, origin, results }: Compliance): string {
  const open = results.filter(({ acceptance, outcome }) => !acceptance && outcome !== "passed");
  const failed = bySeverity(weaknessesOf(open.filter(({ outcome }) => outcome === "failed")));
  const unknown = weaknessesOf(open.filter(({ outcome }) => outcome === "unknown"));
  const accepted = weaknessesOf(results.filter(({ acceptance }) => acceptance));
  return [
    `## Compliance of ${escapeMarkdown(environment)}`,
    "",
    escapeMarkdown(origin),
    "",
    "| Pack | Passed | Failed | Unknown | Accepted |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...countsOf(results).map(
      (counts) =>
        `| ${escapeMarkdown(counts.pack.name)} | ${counts.passed} | ${counts.failed} | ${counts.unknown} | ${counts.accepted} |`,
    ),
    "",
    ...(failed.length > 0
      ? ["### Failed", "", ...limited(failed, MOST, line), ""]
      : ["Nothing failed that nobody has accepted.", ""]),
    ...(unknown.length > 0
      ? folded(
          `${unknown.length} that only the apply or the account can tell`,
          limited(unknown, MOST_FOLDED, line),
        )
      : []),
    ...(accepted.length > 0
      ? folded(`${accepted.length} accepted`, limited(accepted, MOST_FOLDED, acceptedLine))
      : []),
  ].join("\n");
}

function bySeverity(weaknesses: readonly Weakness[]): Weakness[] {
  return [...weaknesses].sort(
    (one, other) => SEVERITIES.indexOf(one.first.severity) - SEVERITIES.indexOf(other.first.severity),
  );
}

function limited(
  weaknesses: readonly Weakness[],
  most: number,
  tell: (weakness: Weakness) => string,
): string[] {
  const shown = weaknesses.slice(0, most);
  const more = weaknesses.length - shown.length;
  return [
    ...shown.map(tell),
    ...(more > 0 ? [`- and ${more} more, which the file compliance.json has`] : []),
  ];
}

function line({ first: { title, why, resource, severity }, rules }: Weakness): string {
  return `- ${severity}: **${escapeMarkdown(title)}** ${code(resource.address)} (${escapeMarkdown(rules.join(", "))})<br>${escapeMarkdown(why)}`;
}

function acceptedLine({ first: { title, resource, acceptance }, rules }: Weakness): string {
  const { reason, owner } = acceptance!;
  return `- ${escapeMarkdown(title)} ${code(resource.address)} (${escapeMarkdown(rules.join(", "))}): ${escapeMarkdown(reason)} ${escapeMarkdown(`Ask ${owner}.`)}`;
}

function folded(summary: string, content: readonly string[]): string[] {
  return ["<details>", `<summary>${escapeMarkdown(summary)}</summary>`, "", ...content, "", "</details>", ""];
}
