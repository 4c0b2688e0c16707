import { UserError } from "../../../src/user-error";
import { type Answer, Authorization, ClientRefused, type Token } from "./authorization";
import type { Http } from "./http";
import { openBrowser } from "./open-browser";
import type { OpenEmrSite } from "./openemr-site";
import type { Person } from "./person";
import type { RedirectListener } from "./redirect-listener";
import type { OAuthClient } from "./registration";

export interface SignInProps {
  readonly http: Http;
  readonly site: OpenEmrSite;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  readonly listener: RedirectListener;
  readonly person: Person;
  readonly open: boolean;
  readonly waitMinutes: number;
  /** Registered by this run, and so most probably not enabled when OpenEMR refuses it. */
  readonly isNew: boolean;
}

/** Has a person authorize the client, again where it was not enabled yet. */
export async function signIn(props: SignInProps): Promise<Token> {
  for (;;) {
    try {
      return await authorizeOnce(props);
    } catch (error) {
      if (!(error instanceof ClientRefused) || !props.isNew) throw error;
      console.error(`\n${error.message}\nPress Enter when it is enabled, to authorize it once more.`);
      if ((await props.person.says()) === undefined) throw error;
    }
  }
}

async function authorizeOnce(props: SignInProps): Promise<Token> {
  const { http, site, client, scopes, listener, person, open, waitMinutes } = props;
  const authorization = await Authorization.begin(http, site, client, {
    redirectUri: listener.redirectUri,
    scopes,
  });
  console.error(
    [
      "",
      "Open this address in a browser, log in to OpenEMR and authorize the client:",
      "",
      `  ${authorization.url}`,
      "",
      `Waiting for up to ${waitMinutes} minutes. If the browser is on another machine, it ends on a page that it cannot show:`,
      "paste the address of that page here within one minute, and press Enter.",
    ].join("\n"),
  );
  if (open) openBrowser(authorization.url);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new UserError(
      `Nobody authorized the client within ${waitMinutes} minutes. Run this again, or --wait longer.`,
    );
    timer = setTimeout(() => reject(error), waitMinutes * 60_000);
  });
  const over = new AbortController();
  try {
    const redirected = listener.next().then((parameters): Answer => ({ parameters, stateKnown: true }));
    const answer = await Promise.race([redirected, pastedAnswer(person, over.signal), late]);
    return await authorization.tokenFor(answer);
  } finally {
    clearTimeout(timer);
    // The next line is not for this authorization any more.
    over.abort();
  }
}

/** Waits for a person to paste the address with the code in it, or the code; for ever where nobody is there. */
async function pastedAnswer(person: Person, over: AbortSignal): Promise<Answer> {
  for (;;) {
    const line = await person.says(over);
    if (line === undefined) return new Promise(() => {});
    if (URL.canParse(line)) {
      const { searchParams: parameters } = new URL(line);
      if (parameters.has("code") || parameters.has("error")) return { parameters, stateKnown: true };
    } else if (/^[\w.~+/=-]{16,}$/.test(line)) {
      return { parameters: new URLSearchParams({ code: line }), stateKnown: false };
    }
    if (line !== "") {
      console.error(
        'This is neither an address with "code=" in it nor a code. Paste the whole address of the page.',
      );
    }
  }
}
