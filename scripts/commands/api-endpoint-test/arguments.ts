import { AUTHORIZATION_OPTIONS, readAuthorization } from "../../openemr/api/authorization-options";
import { SECRET_VARIABLE } from "../../openemr/api/authorized";
import { type ArgumentsOf, commandLine } from "../../terminal/command-line";
import { defaultEndpoints, readEndpoint } from "./endpoints";
import { defaultScopes } from "./scopes";

const PATHS = defaultEndpoints(false).map(({ path }) => path);

export const USAGE = `Usage: npm run api-endpoint-test -- <environment or address> [options]

Tries OpenEMR's REST and FHIR APIs from end to end, as an application would: registers a client, has a person enable
and authorize it, fetches a token, calls some endpoints, and shows how each answered. It only reads. What the
endpoints return is counted, and neither shown nor kept. The token and the client's secret are never shown either.

  --site name         OpenEMR's site (default: default)
  --endpoint path     what is called below /apis/<site>/, such as fhir/Encounter or api/list/state; may be repeated
                      (default: ${PATHS.slice(0, 4).join(", ")},
                      ${PATHS.slice(4).join(", ")})
  --scope scopes      what is asked for, in place of the scopes of these endpoints; may be repeated
  --public            as a public client for one patient, without a secret: OpenEMR grants it only patient/ scopes
  --client-id id      uses this client, registered before with the redirect http://localhost:<port>/callback;
                      the variable ${SECRET_VARIABLE} has its secret, if it has one
  --port N            port of this machine that the browser is sent back to (default: 8737)
  --open              opens the browser, instead of only showing the address
  --wait minutes      how long the authorization is waited for (default: 10)
  --ca file           trusts the authorities in this file (PEM) instead of the well-known ones
  --json              for programs: one JSON object for each endpoint, one a line
  --help              shows this text

Where the browser is on another machine, it ends on a page that it cannot show: paste that page's address here.
The APIs must be on (activate_openemr_apis = true) and OpenEMR must be served over HTTPS. The exit code is 0 if every
endpoint answered with 200, and 1 otherwise.
`;

export type ApiTestArguments = ArgumentsOf<typeof COMMAND_LINE>;

export const COMMAND_LINE = commandLine({
  usage: USAGE,
  options: {
    ...AUTHORIZATION_OPTIONS,
    endpoint: { type: "string", multiple: true },
    scope: { type: "string", multiple: true },
    public: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
  positionals: { one: "environment or address" },
  read: (given) => {
    const { endpoint, scope, public: isPublic, json } = given.values;
    const endpoints = endpoint?.map((path) => readEndpoint(path, isPublic)) ?? defaultEndpoints(isPublic);
    const scopes = scope?.flatMap((each) => each.split(/\s+/)).filter((each) => each !== "");
    return {
      ...readAuthorization(given),
      endpoints,
      scopes: scopes ?? defaultScopes(isPublic, endpoints),
      isPublic,
      json,
    };
  },
});
