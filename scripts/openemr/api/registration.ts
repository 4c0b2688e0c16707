import { UserError } from "../../../src/user-error";
import type { Http } from "./http";
import { describeOAuthError, readOAuthError } from "./oauth-error";
import type { OpenEmrSite } from "./openemr-site";

/** An application that OpenEMR knows. */
export interface OAuthClient {
  readonly id: string;
  /** Secret of a confidential client. It is in the memory of this process only. */
  readonly secret?: string;
}

export interface Registration {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** OpenEMR gives scopes of users only to confidential clients, and these wait until they are enabled. */
  readonly confidential: boolean;
  /** Name that people see in OpenEMR's list of clients. */
  readonly name: string;
}

/**
 * Registers a client (RFC 7591), as far as OpenEMR 7 implements that: it answers with 200 and without the type of
 * its content, so that a library which keeps to the letter takes the answer for none. It knows public clients by
 * their `application_type`, and `none` as a method of the token endpoint not at all.
 */
export async function register(
  http: Http,
  site: OpenEmrSite,
  registration: Registration,
): Promise<OAuthClient> {
  const { redirectUri, scopes, confidential, name } = registration;
  const response = await http.request(`${site.issuer}/registration`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({
      application_type: confidential ? "private" : "web",
      client_name: name,
      // OpenEMR fails without.
      contacts: [`${name.toLowerCase().replaceAll(" ", "-")}@localhost`],
      redirect_uris: [redirectUri],
      scope: scopes.join(" "),
      ...(confidential && { token_endpoint_auth_method: "client_secret_post" }),
    }),
  });
  const text = await response.text();
  const { client_id: id, client_secret: secret } = readClient(text);
  if (response.ok && id) return { id, ...(secret && { secret }) };
  const error = readOAuthError(text);
  const wayOut =
    error.error === "invalid_scope" || /scope/.test(error.error_description ?? "")
      ? ` The scopes were: ${scopes.join(" ")}. Ask for others: --scope "<scopes>", or for other endpoints.`
      : "";
  throw new UserError(
    `OpenEMR registers no client (${response.status}): ${describeOAuthError(error)}.${wayOut}`,
  );
}

function readClient(text: string): { client_id?: string; client_secret?: string } {
  try {
    const { client_id: id, client_secret: secret } = JSON.parse(text) as Record<string, unknown>;
    return {
      ...(typeof id === "string" && /^[\w.-]+$/.test(id) && { client_id: id }),
      ...(typeof secret === "string" && { client_secret: secret }),
    };
  } catch {
    return {};
  }
}
