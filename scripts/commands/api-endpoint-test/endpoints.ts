import { UserError } from "../../../src/user-error";

/** Something that is read. */
export interface Endpoint {
  /** Below `/apis/<site>/`, such as `fhir/Patient?name=Smith`. */
  readonly path: string;
  /** @default - none is needed */
  readonly scope?: string;
}

/** Answered without a token. */
const OPEN = ["fhir/metadata", "fhir/.well-known/smart-configuration"];

/** Endpoints of OpenEMR 7.0.3 that need no more than a user who may read them. */
const OF_USER = [
  "fhir/Patient",
  "fhir/Practitioner",
  "fhir/Organization",
  "fhir/Location",
  "api/version",
  "api/facility",
  "api/practitioner",
  "api/patient",
];

const OF_PATIENT = ["fhir/Patient", "fhir/Condition", "fhir/Encounter", "fhir/Observation"];

/** @param forPatient what one patient may read of themselves, and not what a user may read of all */
export function defaultEndpoints(forPatient: boolean): Endpoint[] {
  const paths = [...OPEN, ...(forPatient ? OF_PATIENT : OF_USER)];
  return paths.map((path) => ({ path, scope: scopeOf(path, forPatient) }));
}

export function readEndpoint(path: string, forPatient: boolean): Endpoint {
  if (!/^(api|fhir|portal)\/[\x21-\x7e]+$/.test(path) || /(^|\/)\.\.(\/|$)|[#\\]/.test(path)) {
    throw new UserError(
      `--endpoint is "${path}", but must be a path below /apis/<site>/ that begins with api/, fhir/ or portal/, such as fhir/Encounter.`,
    );
  }
  return { path, scope: scopeOf(path, forPatient) };
}

/**
 * OpenEMR names the scope after what is read, in the spelling of the path. In `api/` that is the last of the
 * names between the identifiers: `api/patient/<id>/encounter` is an encounter.
 */
function scopeOf(path: string, forPatient: boolean): string | undefined {
  const [api, ...segments] = path.replace(/[?].*/, "").split("/");
  const resource = segments[api === "api" ? (segments.length - 1) & ~1 : 0]!;
  if (api === "portal" || !/^[A-Za-z_]+$/.test(resource) || WITHOUT_SCOPE.has(resource)) return undefined;
  return `${forPatient ? "patient" : "user"}/${resource}.read`;
}

const WITHOUT_SCOPE = new Set(["metadata", "version", "product"]);
