import { UserError } from "../../src/user-error";
import { stackOutputs } from "../terraform/stack-outputs";

/** Where an installation of OpenEMR is. */
export interface OpenEmrAddress {
  /** Ends with a slash; without query and fragment. */
  readonly url: URL;
  /** The environment that was named, if one was. */
  readonly environment?: string;
}

/**
 * Reads what a person names an installation by: its address, `https://emr.example.org`, or an environment, whose
 * stack has the address among its outputs.
 */
export async function openEmrAddress(project: string, given: string | undefined): Promise<OpenEmrAddress> {
  if (given?.includes("://")) return { url: readUrl(given) };
  if (given && /[./:]/.test(given)) {
    throw new UserError(
      `"${given}" is neither an address, such as https://emr.example.org, nor the name of an environment. ` +
        "An address begins with https://.",
    );
  }
  const outputs = await stackOutputs(project, given);
  return { url: readUrl(outputs.text("url")), environment: outputs.environment };
}

function readUrl(given: string): URL {
  if (!URL.canParse(given)) throw refused(given, "cannot be read as an address");
  const url = new URL(given);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refused(given, "is not one of the web");
  // It would show up in the list of processes, and in what is printed.
  if (url.username || url.password) throw refused(`${url.protocol}//...@${url.host}`, "carries a user");
  if (url.search || url.hash) throw refused(given, "has a query or a fragment");
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

function refused(given: string, why: string): UserError {
  return new UserError(`The address "${given}" ${why}. It must be like https://emr.example.org.`);
}
