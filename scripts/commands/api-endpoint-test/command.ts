import { type Authorized, withToken } from "../../openemr/api/authorized";
import { command, type Surroundings } from "../../terminal/command";
import { Stopwatch } from "../../terminal/stopwatch";
import { terminalPage } from "../../terminal/terminal-page";
import { type ApiTestArguments, COMMAND_LINE } from "./arguments";
import { callEndpoint, type EndpointResult } from "./call-endpoint";
import { renderResults } from "./results";

/** `npm run api-endpoint-test`: uses OpenEMR's APIs from end to end, as an application would. */
async function apiEndpointTest(options: ApiTestArguments, { project }: Surroundings): Promise<void> {
  const results = await withToken(project, { ...options, clientName: "API endpoint test" }, (authorized) =>
    callAll(authorized, options),
  );
  console.log(
    options.json
      ? results.map((each) => JSON.stringify(each)).join("\n")
      : `\n${renderResults(results, terminalPage().colors)}`,
  );
  if (results.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
}

async function callAll(
  { http, site, token: { accessToken, granted } }: Authorized,
  { endpoints }: ApiTestArguments,
): Promise<EndpointResult[]> {
  const results: EndpointResult[] = [];
  const watch = new Stopwatch();
  // One after another, so that the time of each is its own.
  for (const endpoint of endpoints) {
    const call = () => callEndpoint({ http, site, accessToken, granted }, endpoint);
    results.push(await watch.time(endpoint.path, call));
  }
  return results;
}

command(module, { ...COMMAND_LINE, run: apiEndpointTest });
