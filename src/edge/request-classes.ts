import { below, PUBLIC_PATHS, SIGN_IN_PATHS } from "./paths";
import {
  allOf,
  anyOf,
  bodyMatches,
  headerContains,
  headerStartsWith,
  not,
  pathMatches,
  queryMatches,
  type Statement,
} from "./waf-statements";

/**
 * A kind of request that several later rules ask about: the firewall puts a label on it, and does nothing else. Each is
 * a rule, and AWS charges for rules; what only one rule asks about stands in that rule.
 */
export interface RequestClass {
  /** Name of the rule. */
  readonly name: string;
  /** The label, which the firewall's other rules see without its full prefix. */
  readonly label: string;
  readonly statement: Statement;
}

/**
 * Files are taken here: documents, photos, remittances, lab catalogues, code sets, C-CDA, templates and faxes. All
 * want a session, or a token in the case of the API.
 */
const FILES = requestClass(
  "takes-files",
  anyOf(
    pathMatches(
      below(
        "library/ajax/upload\\.php$",
        "interface/billing/(edi_271|edih_main|era_payments|sl_eob_search)\\.php$",
        "interface/orders/load_compendium\\.php$",
        "interface/super/(load_codes|manage_site_files|manage_document_templates)\\.php$",
        "interface/modules/zend_modules/public/(carecoordination|documents|ccr|ccd)/",
        "interface/modules/custom_modules/",
        "portal/import_template\\.php$",
        "apis/[^/]+/api/patient/[^/]+/document$",
      ),
    ),
    // The first argument says which controller gets the request; the others keep all rules.
    allOf(pathMatches(below("controller\\.php$")), queryMatches("^document([&=]|$)", ["URL_DECODE"])),
  ),
);

/**
 * An address that no OAuth client has for its way back, in lower case: a host by number other than 127.x.x.x and
 * [::1], in whichever notation; one that hides behind a user's name (`127.0.0.1@...`); a name of the metadata service;
 * and a loopback address as one that OpenEMR itself would fetch, such as the client's keys.
 */
const FOREIGN_ADDRESS = [
  "://([02-9]|1([013-9.:/]|2([0-689.:/]|7[^.])))",
  "://\\[([^:]|:[^:]|::[^1]|::1[^\\]])",
  "://[^/?#\"'\\s]*@",
  "169\\.254\\.|fd00:ec2:|instance-data|metadata\\.|\\.internal",
  "(jwks|request|sector_identifier)_uri[\"']?[\\s:=]+[\"']?https?:/+(localhost|127\\.|\\[)",
].join("|");

/**
 * Requests of OAuth clients on the user's own machine: a native app or one under development is sent back to localhost
 * or 127.0.0.1 (RFC 8252, section 7.3), which AWS's rules take for an attempt to reach the instance's metadata. What
 * they find passes only while no address in the request is a foreign one.
 */
const OAUTH_CLIENT = requestClass(
  "oauth-client",
  allOf(
    pathMatches(below("oauth2/")),
    not(queryMatches(FOREIGN_ADDRESS, ["URL_DECODE", "LOWERCASE"])),
    not(bodyMatches(FOREIGN_ADDRESS, ["URL_DECODE", "JS_DECODE", "LOWERCASE"], "MATCH")),
  ),
);

/**
 * Somebody says that they have signed in, by a session's cookie (OpenEMR, PortalOpenEMR, authserverOpenEMR) or a token,
 * where OpenEMR will look at it before it reads the rest.
 */
const SESSION = requestClass(
  "session",
  allOf(
    anyOf(headerContains("cookie", "OpenEMR="), headerStartsWith("authorization", "bearer ", ["LOWERCASE"])),
    not(pathMatches(SIGN_IN_PATHS)),
    not(pathMatches(PUBLIC_PATHS)),
  ),
);

export const CLASSES = {
  files: FILES,
  oauthClient: OAUTH_CLIENT,
  session: SESSION,
} as const;

function requestClass(name: string, statement: Statement): RequestClass {
  return { name, label: `openemr:${name}`, statement };
}
