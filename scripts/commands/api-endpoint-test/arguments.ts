import { UserError } from "../../../src/user-error";
import type { CommandLine, Given } from "../../terminal/command-line";
import { defaultEndpoints, type Endpoint, readEndpoint } from "./endpoints";
import { defaultScopes } from "./scopes";

const DEFAULTS = { site: "default", port: "8737", wait: "10" } as const;

/** The secret of a client that was registered before: no argument, which every user of the machine could read. */
export const SECRET_VARIABLE = "OPENEMR_CLIENT_SECRET";

const PATHS = defaultEndpoints(false).map(({ path }) => path);

export const USAGE = `Usage: npm run api-endpoint-test -- <environment or address> [options]

Tries OpenEMR's REST and FHIR APIs from end to end, as an application would: registers a client, has a person enable
and authorize it, fetches a token, calls some endpoints, and shows how each answered. It only reads. What the
endpoints return is counted, and neither shown nor kept. The token and the client's secret are never shown either.

  --site name         OpenEMR's site (default: ${DEFAULTS.site})
  --endpoint path     what is called below /apis/<site>/, such as fhir/Encounter or api/list/state; may be repeated
                      (default: ${PATHS.slice(0, 4).join(", ")},
                      ${PATHS.slice(4).join(", ")})
  --scope scopes      what is asked for, in place of the scopes of these endpoints; may be repeated
  --public            as a public client for one patient, without a secret: OpenEMR grants it only patient/ scopes
  --client-id id      uses this client, registered before with the redirect http://localhost:<port>/callback;
                      the variable ${SECRET_VARIABLE} has its secret, if it has one
  --port N            port of this machine that the browser is sent back to (default: ${DEFAULTS.port})
  --open              opens the browser, instead of only showing the address
  --wait minutes      how long the authorization is waited for (default: ${DEFAULTS.wait})
  --ca file           trusts the authorities in this file (PEM) instead of the well-known ones
  --help              shows this text

Where the browser is on another machine, it ends on a page that it cannot show: paste that page's address here.
The APIs must be on (activate_openemr_apis = true) and OpenEMR must be served over HTTPS. The exit code is 0 if every
endpoint answered with 200, and 1 otherwise.
`;

export interface ApiTestArguments {
  readonly target: string | undefined;
  readonly site: string;
  readonly endpoints: readonly Endpoint[];
  readonly scopes: readonly string[];
  readonly isPublic: boolean;
  readonly clientId: string | undefined;
  readonly port: number;
  readonly open: boolean;
  readonly waitMinutes: number;
  readonly ca: string | undefined;
}

const options = {
  site: { type: "string", default: DEFAULTS.site },
  endpoint: { type: "string", multiple: true },
  scope: { type: "string", multiple: true },
  public: { type: "boolean", default: false },
  "client-id": { type: "string" },
  port: { type: "string", default: DEFAULTS.port },
  open: { type: "boolean", default: false },
  wait: { type: "string", default: DEFAULTS.wait },
  ca: { type: "string" },
} as const;

export const COMMAND_LINE: CommandLine<typeof options, ApiTestArguments> = {
  usage: USAGE,
  options,
  positionals: { one: "environment or address" },
  read: readArguments,
};

function readArguments({ values, positionals }: Given<typeof options>): ApiTestArguments {
  const { site, public: isPublic } = values;
  if (!/^[A-Za-z0-9.-]+$/.test(site)) {
    throw new UserError(
      `--site is "${site}", but must be letters, digits, dots and hyphens, such as default.`,
    );
  }
  const endpoints =
    values.endpoint?.map((path) => readEndpoint(path, isPublic)) ?? defaultEndpoints(isPublic);
  const scopes = values.scope?.flatMap((scope) => scope.split(/\s+/)).filter((scope) => scope !== "");
  return {
    target: positionals[0],
    site,
    endpoints,
    scopes: scopes ?? defaultScopes(isPublic, endpoints),
    isPublic,
    clientId: values["client-id"],
    port: wholeNumber("port", values.port, 65_535),
    open: values.open,
    waitMinutes: wholeNumber("wait", values.wait, 60),
    ca: values.ca,
  };
}

function wholeNumber(option: string, given: string, most: number): number {
  if (/^[1-9]\d*$/.test(given) && Number(given) <= most) return Number(given);
  throw new UserError(`--${option} is "${given}", but must be a whole number from 1 to ${most}.`);
}
