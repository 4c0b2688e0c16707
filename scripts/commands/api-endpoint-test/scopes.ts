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
