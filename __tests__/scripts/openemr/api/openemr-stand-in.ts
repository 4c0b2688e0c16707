import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { text } from "node:stream/consumers";
import { listen, portOf } from "../../../support/local-server";
import { type Answer, json, oauthError } from "./answer";
import { PatientsStandIn } from "./patients-stand-in";

interface RegisteredClient {
  readonly id: string;
  readonly secret?: string;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  enabled: boolean;
}

interface Code {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | null;
  readonly scopes: readonly string[];
  used: boolean;
}

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** All scopes that OpenEMR knows; others are refused when a client registers. */
const SCOPES =
  /^(openid|launch\/patient|api:(oemr|fhir|port)|(user|patient)\/(Patient|Practitioner|Organization|Location|Condition|Encounter|Observation|list)\.read|user\/(facility|practitioner|patient|encounter|vital|medical_problem|medication|appointment)\.(read|write))$/;

/** Stands in for OpenEMR 7.0.3: its authorization server, as far as an application meets it, and some endpoints. */
export class OpenEmrStandIn {
  readonly clients = new Map<string, RegisteredClient>();
  readonly codes = new Map<string, Code>();
  readonly patients = new PatientsStandIn();
  readonly tokens = new Map<string, readonly string[]>();
  /** Answers that replace the usual ones, by the beginning of the path. */
  overrides: Record<string, Answer> = {};
  /** Changes what the token says. */
  claims: Record<string, unknown> = {};
  /** Scopes that people do not tick. */
  unticked: readonly string[] = [];
  siteAddress = "";
  /** Is shown each request. */
  onRequest: (request: IncomingMessage) => void = () => {};
  private constructor(private readonly server: Server) {}

  static async start(certificate: { key: string; cert: string }): Promise<OpenEmrStandIn> {
    const server = createServer(certificate);
    const standIn = new OpenEmrStandIn(server);
    server.on("request", (request, response) => {
      standIn.serve(request).then(({ status, body = "", headers = {} }) => {
        // PHP's default: OpenEMR itself names the type only here and there.
        response.writeHead(status, { "content-type": "text/html; charset=UTF-8", ...headers }).end(body);
      }, failing(response));
    });
    await listen(server);
    standIn.siteAddress = standIn.url;
    return standIn;
  }

  get url(): string {
    return `https://localhost:${portOf(this.server)}`;
  }

  /** As it was at first. */
  reset(): void {
    this.overrides = {};
    this.claims = {};
    this.unticked = [];
    this.onRequest = () => {};
    this.siteAddress = this.url;
    this.patients.reset();
    for (const known of [this.clients, this.codes, this.tokens]) known.clear();
  }

  enableClients(): void {
    for (const client of this.clients.values()) client.enabled = true;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  /** Does the steps of a person in a browser. @returns the URL that the browser is sent back to */
  authorizeAsPerson(authorizeUrl: string): URL {
    const { pathname, searchParams: query } = new URL(authorizeUrl);
    const client = this.clients.get(query.get("client_id") ?? "");
    const redirectUri = query.get("redirect_uri") ?? "";
    if (pathname !== "/oauth2/default/authorize" || !client?.redirectUris.includes(redirectUri)) {
      throw new Error(`OpenEMR shows an error for ${authorizeUrl}`);
    }
    if (query.get("response_type") !== "code" || query.get("code_challenge_method") !== "S256") {
      throw new Error("OpenEMR wants a code with PKCE.");
    }
    const code = randomBytes(48).toString("hex");
    const asked = (query.get("scope") ?? "").split(" ");
    this.codes.set(code, {
      clientId: client.id,
      redirectUri,
      challenge: query.get("code_challenge") ?? "",
      nonce: query.get("nonce"),
      scopes: asked.filter((scope) => client.scopes.includes(scope) && !this.unticked.includes(scope)),
      used: false,
    });
    const back = new URL(redirectUri);
    back.search = new URLSearchParams({ code, state: query.get("state") ?? "" }).toString();
    return back;
  }

  private async serve(request: IncomingMessage): Promise<Answer> {
    this.onRequest(request);
    const url = new URL(request.url ?? "/", this.url);
    const body = await text(request);
    const overridden = Object.keys(this.overrides).find((begin) => url.pathname.startsWith(begin));
    if (overridden) return this.overrides[overridden]!;
    const route = `${request.method} ${url.pathname}`;
    if (route === "GET /oauth2/default/.well-known/openid-configuration") return this.configuration();
    if (route === "POST /oauth2/default/registration") return this.register(request, body);
    if (route === "POST /oauth2/default/token") return this.token(new URLSearchParams(body));
    if (route.startsWith("GET /apis/default/")) {
      return this.api(
        url.pathname.slice("/apis/default/".length),
        url.searchParams,
        request.headers.authorization,
      );
    }
    if (route.startsWith("POST /apis/default/api/")) {
      const path = url.pathname.slice("/apis/default/api/".length);
      if (!this.scopesOf(request.headers.authorization)?.includes(`user/${resourceOf(path)}.write`))
        return { status: 401 };
      return this.patients.create(path, JSON.parse(body) as Record<string, unknown>);
    }
    return url.pathname.startsWith("/oauth2/") ? { status: 400 } : { status: 404 };
  }

  private configuration(): Answer {
    const base = `${this.siteAddress}/oauth2/default`;
    return json(200, { issuer: base, token_endpoint: `${base}/token` });
  }

  private register(request: IncomingMessage, body: string): Answer {
    if (!request.headers["content-type"]?.startsWith("application/json"))
      return oauthError(400, "invalid_client_metadata");
    const data = JSON.parse(body) as Record<string, string> & { redirect_uris: string[]; contacts: string[] };
    if (!Array.isArray(data.contacts)) return { status: 500, body: "Undefined array key" };
    const scopes = data.scope!.split(" ");
    const unknown = scopes.find((scope) => !SCOPES.test(scope));
    if (unknown)
      return oauthError(400, "invalid_scope", "The requested scope is invalid", `Check the ${unknown} scope`);
    const confidential = data.application_type === "private";
    if (!confidential && data.scope!.includes("user/")) {
      return oauthError(
        400,
        "invalid_client_metadata",
        "user scopes are only allowed for confidential clients",
      );
    }
    const method = data.token_endpoint_auth_method;
    if (method !== undefined && !["client_secret_post", "client_secret_basic"].includes(method)) {
      return oauthError(
        400,
        "invalid_client_metadata",
        `Unsupported token_endpoint_auth_method value : ${method}`,
      );
    }
    const id = randomBytes(32).toString("base64url");
    const secret = confidential ? randomBytes(64).toString("base64url") : undefined;
    this.clients.set(id, { id, secret, redirectUris: data.redirect_uris, scopes, enabled: !confidential });
    // With 200 and without a type, as OpenEMR.
    return {
      status: 200,
      body: JSON.stringify({ client_id: id, client_secret: secret ?? "", scope: data.scope }),
    };
  }

  private token(form: URLSearchParams): Answer {
    const client = this.clients.get(form.get("client_id") ?? "");
    if (!client?.enabled || (client.secret ?? null) !== form.get("client_secret")) {
      return oauthError(401, "invalid_client", "Client authentication failed");
    }
    const code = this.codes.get(form.get("code") ?? "");
    if (form.get("grant_type") !== "authorization_code" || !code || code.clientId !== client.id) {
      return oauthError(400, "invalid_request", "Bad request");
    }
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (code.used || challenge !== code.challenge || form.get("redirect_uri") !== code.redirectUri) {
      return oauthError(400, "invalid_grant", "The provided authorization grant is invalid");
    }
    code.used = true;
    const accessToken = `access-${randomBytes(24).toString("hex")}`;
    this.tokens.set(accessToken, code.scopes);
    return json(200, {
      token_type: "Bearer",
      expires_in: 3600,
      access_token: accessToken,
      id_token: this.idToken(client.id, code.nonce),
      // Without those that have a colon, as OpenEMR.
      scope: code.scopes.filter((scope) => !scope.includes(":")).join(" "),
    });
  }

  private idToken(clientId: string, nonce: string | null): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: `${this.siteAddress}/oauth2/default`,
      aud: clientId,
      sub: "9e2a",
      iat: now,
      exp: now + 3600,
      nonce,
      ...this.claims,
    };
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const content = `${encode({ typ: "JWT", alg: "RS256" })}.${encode(claims)}`;
    return `${content}.${createSign("RSA-SHA256").update(content).sign(privateKey, "base64url")}`;
  }

  private scopesOf(authorization: string | undefined): readonly string[] | undefined {
    return this.tokens.get(authorization?.replace("Bearer ", "") ?? "");
  }

  private api(path: string, query: URLSearchParams, authorization: string | undefined): Answer {
    if (path === "fhir/metadata") {
      return json(200, {
        resourceType: "CapabilityStatement",
        rest: [{ resource: [{ type: "Patient" }, { type: "Group" }] }],
      });
    }
    if (path === "fhir/.well-known/smart-configuration") return json(200, { capabilities: [] });
    const scopes = this.scopesOf(authorization);
    if (!scopes) return { status: 401 };
    const [api, resource = ""] = path.split("/");
    if (path === "api/version") return json(200, { v_major: 7, v_minor: 0, v_patch: 3 });
    if (this.patients.isUsed && api === "api") {
      const below = path.slice("api/".length);
      return scopes.includes(`user/${resourceOf(below)}.read`)
        ? this.patients.list(below, query)
        : { status: 401 };
    }
    if (!scopes.some((scope) => scope.endsWith(`/${resource}.read`))) return { status: 401 };
    const names = [{ name: "Smith" }, { name: "Jones" }, { name: "Miller" }];
    if (api === "fhir") {
      return json(200, {
        resourceType: "Bundle",
        total: 3,
        entry: names.map((each) => ({ resource: each })),
      });
    }
    // One of OpenEMR's controllers answers with a list, another with an object around it.
    return json(200, resource === "facility" ? { validationErrors: [], data: [names[0]] } : names);
  }
}

/** The resource whose scope a route needs: the last one, as HttpRestParsedRoute and its predecessor find it. */
function resourceOf(path: string): string {
  return path
    .split("/")
    .filter((_, index) => index % 2 === 0)
    .at(-1)!;
}

function failing(response: ServerResponse) {
  return (error: Error) => response.writeHead(500).end(error.stack);
}
