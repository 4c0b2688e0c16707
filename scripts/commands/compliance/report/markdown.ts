import { SEVERITIES } from "../../../rules/finding";
import { code, escapeMarkdown } from "../../../terminal/markdown";
import type { Compliance } from "../judge";
import { IMAGE_SEVERITIES, mendingOf } from "../scan/image-scan";
import { countsOf, type Weakness, weaknessesOf } from "./counts";

/** GitHub takes comments of 65,536 characters, most of which the review needs. */
const MOST = 15;

/** Accepted weaknesses are the same every time. */
const MOST_FOLDED = 10;

/** The report as Markdown, for a pull request or a file. */
export function renderMarkdown({ environment, origin, results, scans }: Compliance): string {
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
    ...scans.flatMap(imageLines),
  ].join("\n");
}

function bySeverity(weaknesses: readonly Weakness[]): Weakness[] {
  return [...weaknesses].sort(
    (one, other) => SEVERITIES.indexOf(one.first.severity) - SEVERITIES.indexOf(other.first.severity),
  );
}

function limited<T>(weaknesses: readonly T[], most: number, tell: (weakness: T) => string): string[] {
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

type Scan = Compliance["scans"][number];

function imageLines({ image, scanner, weaknesses }: Scan): string[] {
  const open = weaknesses.filter(({ acceptance }) => !acceptance);
  const counts = IMAGE_SEVERITIES.map((severity) => open.filter((one) => one.severity === severity).length);
  return [
    `### Image ${code(image)}, by ${scanner}`,
    "",
    `| ${[...IMAGE_SEVERITIES, "accepted"].join(" | ")} |`,
    `|${[...counts, 0].map(() => " ---: ").join("|")}|`,
    `| ${[...counts, weaknesses.length - open.length].join(" | ")} |`,
    "",
    ...limited(open, MOST, imageLine),
    "",
  ];
}

function imageLine(weakness: Scan["weaknesses"][number]): string {
  const { rule, severity, program, version, title } = weakness;
  const where = code(`${program} ${version}`);
  return `- ${severity}: ${code(rule)} in ${where}, ${escapeMarkdown(mendingOf(weakness))}. ${escapeMarkdown(title)}`;
}
