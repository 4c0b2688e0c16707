import { UserError } from "../../../src/user-error";
import { openEmrAddress } from "../openemr-address";
import { verifiedTls } from "../trusted-authorities";
import type { Token } from "./authorization";
import { Http } from "./http";
import { OpenEmrSite } from "./openemr-site";
import { Person } from "./person";
import { RedirectListener } from "./redirect-listener";
import { type OAuthClient, register } from "./registration";
import { signIn } from "./sign-in";

/** The secret of a client that was registered before: no argument, which every user of the machine could read. */
export const SECRET_VARIABLE = "OPENEMR_CLIENT_SECRET";

/** How a command gets a token. */
export interface AuthorizationProps {
  /** Environment or address. */
  readonly target: string | undefined;
  /** OpenEMR's site. */
  readonly site: string;
  readonly scopes: readonly string[];
  /** Name of the client that is registered. */
  readonly clientName: string;
  /** A public client has no secret and gets scopes of one patient only. @default false */
  readonly isPublic?: boolean;
  /** A client that was registered before. @default - one is registered */
  readonly clientId: string | undefined;
  /** Port of this machine that the browser is sent back to. */
  readonly port: number;
  /** Whether the browser is opened. */
  readonly open: boolean;
  readonly waitMinutes: number;
  /** File with authorities that are trusted in place of the well-known ones. */
  readonly ca: string | undefined;
}

/** A site and a token for it. */
export interface Authorized {
  readonly http: Http;
  readonly site: OpenEmrSite;
  readonly token: Token;
}

/** Has a person authorize a client, and works with the token. */
export async function withToken<T>(
  project: string,
  props: AuthorizationProps,
  work: (authorized: Authorized) => Promise<T>,
): Promise<T> {
  const tls = verifiedTls(props.ca);
  const { url, environment } = await openEmrAddress(project, props.target);
  if (url.protocol !== "https:") {
    throw new UserError(
      `${url} is not HTTPS, and OpenEMR authorizes nobody over plain HTTP. ` +
        `${environment ? `Set certificate_arn or route53_domain in environments/${environment}.tfvars and deploy.` : "Give its address with https://."}`,
    );
  }
  const http = new Http(tls);
  try {
    const site = new OpenEmrSite(url, props.site);
    await site.check(http);
    const listener = await RedirectListener.listen(props.port);
    const person = new Person();
    try {
      const client = givenClient(props) ?? (await newClient(http, site, listener, person, props));
      const isNew = props.clientId === undefined;
      const { scopes, open, waitMinutes } = props;
      const token = await signIn({ http, site, client, scopes, listener, person, open, waitMinutes, isNew });
      warnOfMissing(scopes, token);
      return await work({ http, site, token });
    } finally {
      person.leave();
      listener.close();
    }
  } finally {
    await http.close();
  }
}

/** A client that was registered before. */
function givenClient({ clientId }: AuthorizationProps): OAuthClient | undefined {
  const secret = process.env[SECRET_VARIABLE];
  return clientId === undefined ? undefined : { id: clientId, ...(secret && { secret }) };
}

async function newClient(
  http: Http,
  site: OpenEmrSite,
  { redirectUri }: RedirectListener,
  person: Person,
  { scopes, isPublic = false, clientName }: AuthorizationProps,
): Promise<OAuthClient> {
  const client = await register(http, site, {
    redirectUri,
    scopes,
    confidential: !isPublic,
    name: clientName,
  });
  console.error(`OpenEMR has registered the client "${clientName}": ${client.id}`);
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
