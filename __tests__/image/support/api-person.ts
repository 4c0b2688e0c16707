/** A person in front of a command that needs an authorization: enables its client, and lets it use OpenEMR's API. */
import { rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { ScriptEnd } from "../../support/running-script";
import { ScriptProject } from "../../support/script-project";
import type { Container } from "./container";
import { ADMINISTRATOR, type Installation } from "./installation";
import { tunnel } from "./servers";

export interface ApiPerson {
  /** OpenEMR's address on this machine. */
  readonly url: string;
  run(command: string, args: readonly string[]): Promise<ScriptEnd>;
  leave(): void;
}

/** Switches the API on, and gives OpenEMR an address of this machine. */
export async function apiPerson(installation: Installation, task: Container): Promise<ApiPerson> {
  const has = task.exec(
    `cd /var/www/localhost/htdocs/openemr && php -r 'require "vendor/autoload.php"; exit(class_exists(League\\OAuth2\\Server\\ResourceServer::class) ? 0 : 7);'`,
  );
  if (has.code !== 0)
    throw new Error(
      `These files of an image have no packages for the API (docs/image.md, "A folder with images"): ${has.output}`,
    );
  const server = await tunnel(task.address.ip, 443);
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;
  const set = (name: string, value: string) =>
    installation.database.query(`UPDATE globals SET gl_value = '${value}' WHERE gl_name = '${name}'`);
  set("rest_api", "1");
  set("site_addr_oath", url);
  const project = new ScriptProject();
  const authority = join(installation.folder, "certificates/authority.pem");
  return {
    url,
    run: async (command, args) => {
      const running = project.start(command, [url, "--ca", authority, ...args], {
        OPENEMR_CLIENT_SECRET: "",
      });
      await running.says(/Enable Client\. Then press Enter here/);
      const waiting = "WHERE is_enabled = 0 AND is_confidential = 1";
      const clients = installation.database.query(`SELECT client_id FROM oauth_clients ${waiting}`);
      if (clients.length !== 1) throw new Error(`${clients.length} clients wait for a person`);
      installation.database.query("UPDATE oauth_clients SET is_enabled = 1");
      running.types("");
      const address = await running.says(/^ {2}(https:\S+\/authorize\?\S+)$/m);
      await fetch(authorize(task, join(installation.folder, "browser"), address));
      return running.end();
    },
    leave: () => {
      server.close();
      project.remove();
    },
  };
}

/** Opens the address, signs in, ticks everything, and comes back. @returns the address that the browser is sent to */
function authorize(task: Container, jar: string, address: string): URL {
  rmSync(jar, { force: true });
  let url = new URL(address);
  const scopes = url.searchParams.get("scope")!.split(" ");
  const redirect = url.searchParams.get("redirect_uri")!;
  let sent: string[] = [];
  for (let step = 0; step < 10; step++) {
    const { status, headers, body } = task.get(
      url.pathname + url.search,
      ...["--cookie", jar, "--cookie-jar", jar, ...sent],
    );
    const location = /^location: (\S+)/im.exec(headers)?.[1];
    sent = [];
    if (location) {
      url = new URL(location, url);
      if (url.href.startsWith(redirect)) return url;
      continue;
    }
    const action = /<form[^>]*id="userLogin"[^>]*action="([^"]*)"/.exec(body)?.[1];
    if (!action)
      throw new Error(
        `Neither a form nor another address (${status}): ${body.slice(0, 3000)}\n${task.end()}`,
      );
    const { user, password } = ADMINISTRATOR;
    const token = /name="csrf_token_form" value="([^"]*)"/.exec(body)?.[1] ?? "";
    const fields: [string, string][] = body.includes('name="password"')
      ? [
          ["username", user],
          ["password", password],
          ["email", ""],
          ["user_role", "api"],
        ]
      : [...scopes.map((scope): [string, string] => [`scope[${scope}]`, scope]), ["proceed", "1"]];
    sent = ["--data-raw", new URLSearchParams([["csrf_token_form", token], ...fields]).toString()];
    url = new URL(action.replaceAll("&amp;", "&"), url);
  }
  throw new Error(`The browser does not come back, and is at ${url.href}`);
}
