import type { Severity } from "../../../rules/finding";

export const IMAGE_SEVERITIES = ["critical", "high", "medium", "low", "unknown"] as const;

type ImageSeverity = (typeof IMAGE_SEVERITIES)[number];

/** A weakness of a program in an image. */
export interface ImageWeakness {
  /** `CVE-2026-1234` */
  readonly rule: string;
  /** Name of the image. */
  readonly resource: { readonly address: string };
  readonly outcome: "failed";
  readonly severity: ImageSeverity;
  readonly program: string;
  readonly version: string;
  /** Version that has it no more. @default - there is none yet */
  readonly fixedIn?: string;
  /** The scanner does not tell whether a version mends it. @default - it does */
  readonly isFixUnknown?: boolean;
  /** A sentence by whoever published it. */
  readonly title: string;
}

/** All that a scanner found in an image. */
export interface ImageScan<Weakness extends ImageWeakness = ImageWeakness> {
  readonly image: string;
  readonly scanner: "Trivy" | "ECR";
  /** The worst first, and what can be mended before what cannot. */
  readonly weaknesses: readonly Weakness[];
}

export function sortWeaknesses(weaknesses: readonly ImageWeakness[]): ImageWeakness[] {
  const rank = ({ severity }: ImageWeakness) => IMAGE_SEVERITIES.indexOf(severity);
  return [...weaknesses].sort(
    (one, other) => rank(one) - rank(other) || Number(!one.fixedIn) - Number(!other.fixedIn),
  );
}

export function severityOf(text: unknown): ImageSeverity {
  const name = String(text).toLowerCase().replace("informational", "low");
  return IMAGE_SEVERITIES.find((severity) => severity === name) ?? "unknown";
}

/** It is as bad as can be, and nobody has said that no newer image could be without it. */
export function isUrgent({ severity, fixedIn, isFixUnknown = false }: ImageWeakness): boolean {
  return severity === "critical" && (fixedIn !== undefined || isFixUnknown);
}

/** Severity beside that of rules. */
export function asFinding(severity: ImageSeverity): Severity {
  return severity === "critical" ? "danger" : severity === "high" ? "warning" : "notice";
}

/** Urgent weaknesses that nobody has accepted. */
export function urgentOf<Weakness extends ImageWeakness & { readonly acceptance?: unknown }>(
  scans: ReadonlyArray<ImageScan<Weakness>>,
): Weakness[] {
  return scans.flatMap(({ weaknesses }) => weaknesses.filter((one) => isUrgent(one) && !one.acceptance));
}

/** Whether something mends it, in words. */
export function mendingOf({ fixedIn, isFixUnknown = false }: ImageWeakness): string {
  if (isFixUnknown) return "a newer version may mend it";
  return fixedIn === undefined ? "not mended yet" : `mended in ${fixedIn}`;
}
