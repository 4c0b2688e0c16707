import type { GrantedScopes } from "../../openemr/api/granted-scopes";
import type { Http } from "../../openemr/api/http";
import type { OpenEmrSite } from "../../openemr/api/openemr-site";
import type { Endpoint } from "./endpoints";

/** How an endpoint answered. */
export interface EndpointResult {
  readonly path: string;
  /** @default - it gave no answer */
  readonly status?: number;
  readonly milliseconds: number;
  /** How many things it returned. @default - its answer is not one that can be counted */
  readonly count?: number;
  /** Why it did not answer with 200, and what to do. @default - it did */
  readonly problem?: string;
}

export interface Caller {
  readonly http: Http;
  readonly site: OpenEmrSite;
  readonly accessToken: string;
  readonly granted: GrantedScopes;
}

/** Reads an endpoint. Of what it returns, only the number is kept: it may be about patients. */
export async function callEndpoint(caller: Caller, endpoint: Endpoint): Promise<EndpointResult> {
  const started = performance.now();
  const outcome = await outcomeOf(caller, endpoint);
  return { path: endpoint.path, milliseconds: performance.now() - started, ...outcome };
}

async function outcomeOf(
  { http, site, accessToken, granted }: Caller,
  endpoint: Endpoint,
): Promise<Pick<EndpointResult, "status" | "count" | "problem">> {
  try {
    const response = await http.request(site.api(endpoint.path), {
      headers: { authorization: `Bearer ${accessToken}`, accept: "application/json, application/fhir+json" },
    });
    const { status } = response;
    const content = parse(await response.text());
    if (status !== 200) return { status, problem: explain(status, endpoint, granted) };
    return content === undefined
      ? { status, problem: "the answer is no JSON" }
      : { status, count: countOf(content) };
  } catch (error) {
    // The others are called all the same.
    return { problem: (error as Error).message };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The entries of a FHIR bundle, the resources of a FHIR server, or what is in the data of OpenEMR's REST API. */
function countOf(content: unknown): number | undefined {
  if (Array.isArray(content)) return content.length;
  if (typeof content !== "object" || content === null) return undefined;
  const { resourceType, entry, rest, data } = content as Record<string, unknown>;
  if (resourceType === "Bundle") return Array.isArray(entry) ? entry.length : 0;
  if (resourceType === "CapabilityStatement")
    return countOf((rest as { resource?: unknown }[] | undefined)?.[0]?.resource);
  if (data !== undefined) return countOf(data);
  return 1;
}

function explain(status: number, { path, scope }: Endpoint, granted: GrantedScopes): string {
  if (status === 401 || status === 403) {
    return scope && !granted.include(scope)
      ? `the scope ${scope} was not granted: tick it when you authorize, and ask for it with --scope where you name scopes`
      : "the user who authorized may not read it (Administration > ACL), or the scope for it was not asked for";
  }
  if (status === 404) return "OpenEMR of this version has no such endpoint, or nothing of that identifier";
  if (status === 501) {
    const api = path.startsWith("fhir/") ? "FHIR REST API" : "REST API";
    return `this API is off: Administration > Config > Connectors > Enable OpenEMR Standard ${api}`;
  }
  if (status >= 500)
    return "OpenEMR failed: see the log group that the output log_group_names has under application";
  return "OpenEMR refuses the request";
}
