import { UserError } from "../../../src/user-error";
import { GrantedScopes } from "./granted-scopes";
import type { Http } from "./http";
import { describeOAuthError, type OAuthError } from "./oauth-error";
import type { OpenEmrSite } from "./openemr-site";
import type { OAuthClient } from "./registration";

export interface Token {
  /** Never printed or stored. */
  readonly accessToken: string;
  readonly granted: GrantedScopes;
}

/** The answer that the browser came back with. */
export interface Answer {
  readonly parameters: URLSearchParams;
  /** False where a person brought only the code: PKCE and the nonce still bind it to this run. */
  readonly stateKnown: boolean;
}

/** OpenEMR refuses the client itself: it is not enabled, or its secret is another. */
export class ClientRefused extends UserError {}

/** A module of ECMAScript, which a CommonJS one can only load like this. */
const loadOAuth = () => import("oauth4webapi");

/** Apache refuses a request whose first line is longer than 8,190 bytes; method, path and protocol take some of them. */
const LONGEST_QUERY = 8000;

/** One authorization with the code grant and PKCE (RFC 7636), for one answer of the browser. */
export class Authorization {
  private constructor(
    private readonly oauth: Awaited<ReturnType<typeof loadOAuth>>,
    private readonly http: Http,
    private readonly site: OpenEmrSite,
    private readonly client: OAuthClient,
    private readonly redirectUri: string,
    private readonly secrets: { readonly state: string; readonly nonce: string; readonly verifier: string },
    /** The address that a person opens in a browser. */
    readonly url: string,
  ) {}

  static async begin(
    http: Http,
    site: OpenEmrSite,
    client: OAuthClient,
    { redirectUri, scopes }: { readonly redirectUri: string; readonly scopes: readonly string[] },
  ): Promise<Authorization> {
    const oauth = await loadOAuth();
    const secrets = {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      verifier: oauth.generateRandomCodeVerifier(),
    };
    const query = new URLSearchParams({
      response_type: "code",
      client_id: client.id,
      redirect_uri: redirectUri,
      scope: scopes.join(" "),
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: "S256",
    });
    if (query.toString().length > LONGEST_QUERY) {
      throw new UserError(
        `The address for the authorization has ${query.toString().length} characters behind the "?", and OpenEMR's web server lets ` +
          `${LONGEST_QUERY} pass. Ask for fewer scopes or endpoints.`,
      );
    }
    const url = `${site.issuer}/authorize?${query}`;
    return new Authorization(oauth, http, site, client, redirectUri, secrets, url);
  }

  /** Fetches the token for what came back. */
  async tokenFor({ parameters: given, stateKnown }: Answer): Promise<Token> {
    const { oauth, site, redirectUri } = this;
    const server = { issuer: site.issuer, token_endpoint: `${site.issuer}/token` };
    const client = { client_id: this.client.id };
    const authentication = this.client.secret ? oauth.ClientSecretPost(this.client.secret) : oauth.None();
    try {
      const state = stateKnown ? this.secrets.state : oauth.skipStateCheck;
      const parameters = oauth.validateAuthResponse(server, client, given, state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        authentication,
        parameters,
        redirectUri,
        this.secrets.verifier,
        {
          [oauth.customFetch]: (url, { method, headers, body }) =>
            this.http.request(url, { method, headers, body }),
        },
      );
      const { access_token: accessToken, scope = "" } = await oauth.processAuthorizationCodeResponse(
        server,
        client,
        response,
        { expectedNonce: this.secrets.nonce, requireIdToken: true },
      );
      return { accessToken, granted: new GrantedScopes(scope) };
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** In words of its own: what the library's errors carry along has tokens in it. */
  private explain(error: unknown): Error {
    const { oauth } = this;
    if (error instanceof UserError) return error;
    if (error instanceof oauth.AuthorizationResponseError) {
      return new UserError(`The authorization was not given: ${describeOAuthError(asOAuthError(error))}.`);
    }
    if (error instanceof oauth.ResponseBodyError) return this.explainRefusal(asOAuthError(error));
    if (error instanceof oauth.WWWAuthenticateChallengeError)
      return this.explainRefusal({ error: "invalid_client" });
    const { message, cause } = error as { message: string; cause?: { claim?: string; status?: number } };
    if (cause?.claim === "nonce") {
      return new UserError(
        "The token that OpenEMR gave is for another authorization (its nonce differs). It is not used.",
      );
    }
    if (cause?.claim === "iss") {
      return new UserError(
        `The token that OpenEMR gave is of another address than ${this.site.issuer}. Correct its address (site_addr_oath): ` +
          "host_name in the environment's file, or in OpenEMR Administration > Config > Connectors > Site Address.",
      );
    }
    if (/"state"/.test(message)) {
      return new UserError(
        "What came back is not the answer to this authorization (its state differs), so it is not used. Run this again.",
      );
    }
    const status = cause?.status === undefined ? "" : ` (status ${cause.status})`;
    return new UserError(`OpenEMR's answer is none that a token can be taken from${status}: ${message}.`);
  }

  private explainRefusal(error: OAuthError): UserError {
    if (error.error === "invalid_client") {
      return new ClientRefused(
        `OpenEMR refuses the client ${this.client.id}: it is not enabled` +
          `${this.client.secret ? "" : ", or has a secret that was not given"}. ` +
          "Enable it in OpenEMR: Administration > System > API Clients.",
      );
    }
    const lost =
      error.error === "invalid_grant" || error.error === "invalid_request"
        ? " A code is valid for one minute and one use: run this again, and be quicker."
        : "";
    return new UserError(`OpenEMR gives no token: ${describeOAuthError(error)}.${lost}`);
  }
}

function asOAuthError({
  error,
  error_description,
}: {
  error: string;
  error_description?: string;
}): OAuthError {
  return { error, ...(error_description && { error_description }) };
}
