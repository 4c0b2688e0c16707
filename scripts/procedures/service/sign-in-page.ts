import { explainConnection } from "../../openemr/connection-errors";
import { isFirewallBlock } from "../../openemr/firewall-answer";
import type { Installation } from "../installation";
import type { Seen, Step } from "../step";

/** For one answer, in milliseconds. */
const ANSWER_LIMIT = 20_000;

/** For which errors are no failure: the load balancer learns of a new task after some checks. In milliseconds. */
const SETTLING_LIMIT = 10 * 60_000;

/** Looks as a browser would. It proves that load balancer, task and database work together. */
export function openSignInPage({ url }: Installation): Step {
  const page = new URL("interface/login/login.php?site=default", url.endsWith("/") ? url : `${url}/`);
  let firstLook: number | undefined;
  return {
    title: "Open the sign-in page",
    takes: "1 min",
    look: async () => {
      firstLook ??= Date.now();
      const seen = await openPage(page);
      const isOver = seen.is === "under way" && Date.now() - firstLook > SETTLING_LIMIT;
      return isOver ? { ...seen, is: "failed" } : seen;
    },
    begin: async () => {
      firstLook = undefined;
    },
  };
}

async function openPage(page: URL): Promise<Seen> {
  try {
    const { status, headers } = await fetch(page, { signal: AbortSignal.timeout(ANSWER_LIMIT) });
    if (status === 200) return { is: "done" };
    if (isFirewallBlock(status, headers.get("server"))) {
      return { is: "done", note: "not seen from here, as the firewall refuses it: open it in a browser" };
    }
    return { is: "under way", note: `${page.origin} answers ${status}` };
  } catch (error) {
    const { message } = explainConnection(error, page);
    // Many an operator's machine is in no range that may reach OpenEMR.
    return { is: "done", note: `not seen from here: ${message} Open it in a browser.` };
  }
}
