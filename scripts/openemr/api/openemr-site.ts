import { UserError } from "../../../src/user-error";
import type { Http } from "./http";
import { printable } from "./oauth-error";

/** The addresses of a site of OpenEMR. */
export class OpenEmrSite {
  /** Issuer of its tokens; everything about authorization is below this address. */
  readonly issuer: string;

  /** @param base ends with a slash */
  constructor(
    readonly base: URL,
    readonly name: string,
  ) {
    this.issuer = `${base}oauth2/${name}`;
  }

  /** @param path below the site's APIs, such as `fhir/Patient` */
  api(path: string): string {
    return `${this.base}apis/${this.name}/${path}`;
  }

  /**
   * Asks OpenEMR what it takes its own address for, before anything is registered there.
   *
   * @throws a UserError where the APIs are off, the site does not exist, or OpenEMR has another address
   */
  async check(http: Http): Promise<void> {
    const url = `${this.issuer}/.well-known/openid-configuration`;
    const response = await http.request(url);
    const text = await response.text();
    if (response.status !== 200) throw new UserError(this.explain(response.status, url));
    const own = tokenEndpoint(text);
    if (own === undefined) {
      throw new UserError(
        `${url} answers with something else than OpenEMR's configuration. Is ${this.base} OpenEMR?`,
      );
    }
    if (own !== `${this.issuer}/token`) {
      throw new UserError(
        `OpenEMR takes ${printable(own.replace(/\/oauth2\/.*/, "")) || "nothing"} for its address (site_addr_oath), but was called at ` +
          `${this.base.href.slice(0, -1)}. Its tokens would not be valid here. Call it at its own address, or correct ` +
          "that: host_name in the environment's file, or in OpenEMR Administration > Config > Connectors > Site Address.",
      );
    }
  }

  private explain(status: number, url: string): string {
    const answered = `${url} answered with ${status}`;
    if (status === 404) {
      return (
        `${answered}: the APIs of OpenEMR are off. Set activate_openemr_apis = true and deploy, or turn them on in OpenEMR: ` +
        "Administration > Config > Connectors > Enable OpenEMR Standard REST API, and FHIR REST API. " +
        `(Or ${this.base} is not OpenEMR.)`
      );
    }
    if (status === 400 || status === 401) {
      return `${answered}: OpenEMR has no site "${this.name}". Name another: --site <name>. The first one is default.`;
    }
    if (status >= 500) {
      return `${answered}: OpenEMR is not well, or not started yet. See the log group that the output log_group_names has under application.`;
    }
    return `${answered}, where OpenEMR has its configuration. Is ${this.base} OpenEMR?`;
  }
}

function tokenEndpoint(text: string): string | undefined {
  try {
    const { token_endpoint: endpoint } = JSON.parse(text) as { token_endpoint?: unknown };
    return typeof endpoint === "string" ? endpoint : undefined;
  } catch {
    return undefined;
  }
}
