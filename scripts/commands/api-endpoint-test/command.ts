import { UserError } from "../../../src/user-error";
import { openEmrAddress } from "../../openemr/openemr-address";
import { verifiedTls } from "../../openemr/trusted-authorities";
import { command, type Surroundings } from "../../terminal/command";
import { type ApiTestArguments, COMMAND_LINE, SECRET_VARIABLE } from "./arguments";
import type { Token } from "./authorization";
import { callEndpoint, type EndpointResult } from "./call-endpoint";
import { Http } from "./http";
import { OpenEmrSite } from "./openemr-site";
import { Person } from "./person";
import { RedirectListener } from "./redirect-listener";
import { type OAuthClient, register } from "./registration";
import { renderResults } from "./results";
import { signIn } from "./sign-in";

/** `npm run api-endpoint-test`: uses OpenEMR's APIs from end to end, as an application would. */
async function apiEndpointTest(options: ApiTestArguments, { project }: Surroundings): Promise<void> {
  const tls = verifiedTls(options.ca);
  const { url, environment } = await openEmrAddress(project, options.target);
  if (url.protocol !== "https:") {
    throw new UserError(
      `${url} is not HTTPS, and OpenEMR authorizes nobody over plain HTTP. ` +
        `${environment ? `Set certificate_arn or route53_domain in environments/${environment}.tfvars and deploy.` : "Give its address with https://."}`,
    );
  }
  const http = new Http(tls);
  try {
    await run(http, new OpenEmrSite(url, options.site), options);
  } finally {
    await http.close();
  }
}

async function run(http: Http, site: OpenEmrSite, options: ApiTestArguments): Promise<void> {
  await site.check(http);
  const listener = await RedirectListener.listen(options.port);
  const person = new Person();
  let results: readonly EndpointResult[];
  try {
    const client = givenClient(options) ?? (await newClient(http, site, listener, person, options));
    const isNew = options.clientId === undefined;
    const { scopes, open, waitMinutes } = options;
    const token = await signIn({ http, site, client, scopes, listener, person, open, waitMinutes, isNew });
    warnOfMissing(scopes, token);
    results = await callAll(http, site, token, options);
  } finally {
    person.leave();
    listener.close();
  }
  console.log(`\n${renderResults(results)}`);
  if (results.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
}

/** A client that was registered before. */
function givenClient({ clientId }: ApiTestArguments): OAuthClient | undefined {
  const secret = process.env[SECRET_VARIABLE];
  return clientId === undefined ? undefined : { id: clientId, ...(secret && { secret }) };
}

async function newClient(
  http: Http,
  site: OpenEmrSite,
  { redirectUri }: RedirectListener,
  person: Person,
  { scopes, isPublic }: ApiTestArguments,
): Promise<OAuthClient> {
  const client = await register(http, site, { redirectUri, scopes, confidential: !isPublic });
  console.error(`OpenEMR has registered the client "API endpoint test": ${client.id}`);
  console.error("It stays there: when you are done, disable it in Administration > System > API Clients.");
  // OpenEMR enables these itself, unless it was told not to.
  if (isPublic) return client;
  console.error(
    "\nEnable it now: log in to OpenEMR as an administrator, Administration > System > API Clients, edit the client\n" +
      "with this identifier, Enable Client. Then press Enter here.",
  );
  if ((await person.says()) === undefined) {
    throw new UserError(
      "There is nobody to enable the client. Run this in a terminal, or give one that is enabled: " +
        `--client-id <id>, and its secret in ${SECRET_VARIABLE}.`,
    );
  }
  return client;
}

function warnOfMissing(scopes: readonly string[], { granted }: Token): void {
  const missing = scopes.filter((scope) => !granted.include(scope));
  if (missing.length > 0) console.error(`\nNot granted: ${missing.join(" ")}`);
}

async function callAll(
  http: Http,
  site: OpenEmrSite,
  { accessToken, granted }: Token,
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
