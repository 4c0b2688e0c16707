import { type Authorized, withToken } from "../../openemr/api/authorized";
import { command, type Surroundings } from "../../terminal/command";
import { type ApiTestArguments, COMMAND_LINE } from "./arguments";
import { callEndpoint, type EndpointResult } from "./call-endpoint";
import { renderResults } from "./results";

/** `npm run api-endpoint-test`: uses OpenEMR's APIs from end to end, as an application would. */
async function apiEndpointTest(options: ApiTestArguments, { project }: Surroundings): Promise<void> {
  const results = await withToken(project, { ...options, clientName: "API endpoint test" }, (authorized) =>
    callAll(authorized, options),
  );
  console.log(`\n${renderResults(results)}`);
  if (results.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
}

async function callAll(
  { http, site, token: { accessToken, granted } }: Authorized,
  { endpoints }: ApiTestArguments,
): Promise<EndpointResult[]> {
  const results: EndpointResult[] = [];
  // One after another, so that the time of each is its own.
  for (const endpoint of endpoints) {
    results.push(await callEndpoint({ http, site, accessToken, granted }, endpoint));
  }
  return results;
}

command(module, { ...COMMAND_LINE, run: apiEndpointTest });
