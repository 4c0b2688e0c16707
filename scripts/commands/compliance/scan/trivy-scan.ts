import { UserError } from "../../../../src/user-error";
import { isObject, parseJsonObject, readText } from "../../../system/json";
import { type ImageScan, type ImageWeakness, severityOf, sortWeaknesses } from "./image-scan";

const WAY_OUT = "Run trivy image --format json --output <file> <image>.";

/** Reads the JSON of Trivy (SchemaVersion 2). */
export function readTrivyScan(place: string, name: string): ImageScan {
  const what = `--scan is ${name}`;
  const { ArtifactName: image, Results: results } = parseJsonObject(readText(place, what), what, WAY_OUT);
  if (typeof image !== "string" || image === "") {
    throw new UserError(`${what}, which is JSON, but no scan of Trivy: it names no image. ${WAY_OUT}`);
  }
  const found = (Array.isArray(results) ? results : []).flatMap((result: unknown) =>
    isObject(result) && Array.isArray(result.Vulnerabilities) ? result.Vulnerabilities : [],
  );
  return {
    image,
    scanner: "Trivy",
    weaknesses: sortWeaknesses(found.filter(isObject).map((weakness) => weaknessOf(image, weakness))),
  };
}

function weaknessOf(image: string, found: Readonly<Record<string, unknown>>): ImageWeakness {
  const text = (name: string) => String(found[name] ?? "");
  return {
    rule: text("VulnerabilityID"),
    resource: { address: image },
    outcome: "failed",
    severity: severityOf(found.Severity),
    program: text("PkgName"),
    version: text("InstalledVersion"),
    ...(found.FixedVersion ? { fixedIn: text("FixedVersion") } : {}),
    title: text("Title"),
  };
}
