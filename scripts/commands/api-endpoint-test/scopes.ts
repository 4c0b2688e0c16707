import type { Endpoint } from "./endpoints";

/**
 * The scopes that the endpoints need and no more, in the spelling of OpenEMR 7, which later versions take. A public
 * client may ask for no user/ scope, and for one patient with `launch/patient`, whom the person then chooses.
 */
export function defaultScopes(isPublic: boolean, endpoints: readonly Endpoint[]): string[] {
  const apis = ["api:fhir", "api:oemr", "api:port"].filter((scope) =>
    endpoints.some(({ path }) => path.startsWith(PREFIX[scope]!)),
  );
  const resources = endpoints.flatMap(({ scope }) => (scope ? [scope] : []));
  return [...new Set(["openid", ...apis, ...(isPublic ? ["launch/patient"] : []), ...resources])];
}

const PREFIX: Readonly<Record<string, string>> = {
  "api:fhir": "fhir/",
  "api:oemr": "api/",
  "api:port": "portal/",
};

/** The scopes that were granted. */
export class GrantedScopes {
  private readonly resources: ReadonlySet<string>;

  /** @param scope what the token's answer says */
  constructor(scope: string) {
    this.resources = new Set(scope.split(" ").map(resourceOf));
  }

  /**
   * Whether a scope is among them. OpenEMR does not list those with a colon, such as api:fhir, and may write
   * `user/Patient.read` as `user/Patient.rs`.
   */
  include(scope: string): boolean {
    return scope.includes(":") || this.resources.has(resourceOf(scope));
  }
}

function resourceOf(scope: string): string {
  return scope.replace(/\.[a-z]+$/, "");
}
