/**
 * Kinds of harm, the worst first: something is lost or cannot be undone, whatever it belongs to; others can reach it;
 * it is protected no longer; it stops for a while.
 */
export const HARMS = ["loss", "exposure", "protection", "interruption"] as const;

export type Harm = (typeof HARMS)[number];

/** The kind of harm by heading, where a finding does not say another. */
const BY_AREA: Readonly<Record<string, Harm>> = {
  "The plan itself": "loss",
  "Data that is lost": "loss",
  "OpenEMR's version": "loss",
  "Data that leaves": "exposure",
  "Other accounts and regions": "exposure",
  "Public exposure": "exposure",
  "Network openings": "exposure",
  "Place in the network": "exposure",
  Routes: "exposure",
  "Names and certificates": "exposure",
  Mail: "exposure",
  Identities: "exposure",
  Permissions: "exposure",
  "Web firewall": "exposure",
  Containers: "exposure",
  "Ways of requests": "exposure",
  Tasks: "interruption",
  "Settings of functions": "interruption",
  "Secrets that change": "interruption",
  "Interruption of the service": "interruption",
  Functions: "interruption",
};

/** The kind of harm of a finding. Headings that are not listed are about protection. */
export function harmOf({ harm, area }: { readonly harm?: Harm; readonly area: string }): Harm {
  return harm ?? BY_AREA[area] ?? "protection";
}
