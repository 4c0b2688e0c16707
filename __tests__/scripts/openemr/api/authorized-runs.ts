import { readFileSync } from "node:fs";
import type { Authorized } from "../../../../scripts/openemr/api/authorized";
import { GrantedScopes } from "../../../../scripts/openemr/api/granted-scopes";
import { Http } from "../../../../scripts/openemr/api/http";
import { OpenEmrSite } from "../../../../scripts/openemr/api/openemr-site";
import { freePort } from "../../../support/local-server";
import type { ScriptEnd } from "../../../support/running-script";
import { ScriptProject } from "../../../support/script-project";
import { TestAuthority } from "../../../support/test-authority";
import { OpenEmrStandIn } from "./openemr-stand-in";

/** Runs of a command that a person authorizes at the stand-in of OpenEMR. */
export class AuthorizedRuns {
  openemr!: OpenEmrStandIn;
  readonly project = new ScriptProject();
  private readonly authority = new TestAuthority();
  private port!: number;

  constructor(private readonly command: string) {}

  async begin(): Promise<void> {
    this.openemr = await OpenEmrStandIn.start(this.authority.certificate("DNS:localhost"));
    this.port = await freePort();
    this.reset();
  }

  reset(): void {
    this.openemr.reset();
    this.openemr.patients.isUsed = true;
  }

  async end(): Promise<void> {
    await this.openemr.stop();
    this.authority.remove();
    this.project.remove();
  }

  /** The site and a token, as a command has them once a person has authorized it. Its `http` is to be closed. */
  authorized(scopes: readonly string[]): Authorized & { readonly http: Http } {
    this.openemr.tokens.set("given", scopes);
    return {
      http: new Http({ rejectUnauthorized: true, ca: readFileSync(this.authority.file, "utf8") }),
      site: new OpenEmrSite(new URL(`${this.openemr.url}/`), "default"),
      token: { accessToken: "given", granted: new GrantedScopes(scopes.join(" ")) },
    };
  }

  async run(args: readonly string[]): Promise<ScriptEnd> {
    const { openemr, authority, port } = this;
    const all = [openemr.url, "--ca", authority.file, "--port", String(port), ...args];
    const running = this.project.start(this.command, all, { OPENEMR_CLIENT_SECRET: "" });
    await running.says(/Enable Client\. Then press Enter here/);
    openemr.enableClients();
    running.types("");
    await fetch(openemr.authorizeAsPerson(await running.says(/^ {2}(https:\S+\/authorize\?\S+)$/m)));
    return running.end();
  }
}
