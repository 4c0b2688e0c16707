import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../src/user-error";
import { parseJsonObject, readText } from "../system/json";
import { parseCommandLine } from "../terminal/command-line";
import { code, escapeMarkdown } from "../terminal/markdown";
import { runCommand } from "../terminal/run-command";
import { Runner } from "./lib/runner";

/** A weakness in the JSON of Trivy (SchemaVersion 2), as far as it is told. */
interface Weakness {
  readonly VulnerabilityID: string;
  readonly PkgName: string;
  readonly InstalledVersion: string;
  readonly FixedVersion?: string;
  readonly Severity: string;
  readonly Title?: string;
}

const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "UNKNOWN"];

/** The worst are shown. */
const MOST = 20;

const USAGE = "Give the JSON of a scan and --out.";

/**
 * Reports on the scan of an image, on the page of the run and as a file, and fails where something critical has a fix.
 *
 *     node --import tsx scripts/ci/image-scan.ts trivy.json --out report
 */
runCommand(async (args) => {
  const { positionals, values } = parseCommandLine(args, USAGE, {
    allowPositionals: true,
    options: { out: { type: "string" } },
  });
  const [file] = positionals;
  const { out } = values as { readonly out?: string };
  if (file === undefined || out === undefined) throw new UserError(USAGE);
  const what = `The scan is ${file}`;
  const scan = parseJsonObject(readText(file, what), what, "Run Trivy with --format json.");
  const found = weaknessesOf(scan);
  const text = reportOf(String(scan.ArtifactName ?? file), found);
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "image-scan.md"), text);
  new Runner(process.env).summary(text);
  const urgent = found.filter(({ Severity, FixedVersion }) => Severity === "CRITICAL" && FixedVersion);
  if (urgent.length > 0) {
    const names = [...new Set(urgent.map(({ VulnerabilityID }) => VulnerabilityID))].join(", ");
    throw new UserError(
      `Critical weaknesses of the image have a fix: ${names}. Take a newer image: docs/images.md.`,
    );
  }
});

function weaknessesOf({ Results: results }: Readonly<Record<string, unknown>>): Weakness[] {
  const all = (Array.isArray(results) ? results : []).flatMap((result): Weakness[] =>
    Array.isArray(result?.Vulnerabilities) ? result.Vulnerabilities : [],
  );
  const rank = ({ Severity }: Weakness) => SEVERITIES.indexOf(Severity);
  return [...all].sort(
    (one, other) => rank(one) - rank(other) || Number(!one.FixedVersion) - Number(!other.FixedVersion),
  );
}

function reportOf(image: string, found: readonly Weakness[]): string {
  const counts = SEVERITIES.map((severity) => found.filter(({ Severity }) => Severity === severity).length);
  const shown = found.slice(0, MOST);
  const more = found.length - shown.length;
  return [
    `## Image ${code(image)}`,
    "",
    `| ${SEVERITIES.map((severity) => severity.toLowerCase()).join(" | ")} |`,
    `|${SEVERITIES.map(() => " ---: ").join("|")}|`,
    `| ${counts.join(" | ")} |`,
    "",
    ...shown.map(lineOf),
    ...(more > 0 ? [`- and ${more} more`] : []),
    "",
  ].join("\n");
}

function lineOf({
  Severity,
  VulnerabilityID,
  PkgName,
  InstalledVersion,
  FixedVersion,
  Title = "",
}: Weakness): string {
  const fix = FixedVersion ? `mended in ${code(FixedVersion)}` : "not mended yet";
  const where = code(`${PkgName} ${InstalledVersion}`);
  return `- ${Severity.toLowerCase()}: ${code(VulnerabilityID)} in ${where}, ${fix}. ${escapeMarkdown(Title)}`;
}
