import { FHIR_PATHS, HTML_PATHS, PORTAL_DOCUMENT_PATHS } from "./paths";
import { CLASSES } from "./request-classes";
import { labelled, pathMatches, type Statement } from "./waf-statements";

/** Rules of managed groups that only count there, and are blocked by their labels except for some requests. */
export interface ReblockingRule {
  readonly name: string;
  /** By name, the label that AWS's rule puts on what it finds. */
  readonly found: Readonly<Record<string, string>>;
  /** Requests that match one of these pass. */
  readonly except: readonly Statement[];
}

const files = labelled(CLASSES.files.label);
const oauthClient = labelled(CLASSES.oauthClient.label);
const session = labelled(CLASSES.session.label);

/**
 * Every exemption is of one kind of finding for one kind of request: who may send HTML may not send SQL. The rules that
 * are not here look for strings that have no place in a record, such as Log4j look-ups, and block everywhere.
 *
 * Labels are those of the AWS WAF Developer Guide (baseline rule groups, use-case specific rule groups). What has the same
 * exemptions is one rule, because AWS charges for rules; the labels in the log say what was found.
 */
export const REBLOCKING_RULES: readonly ReblockingRule[] = [
  {
    name: "scripts-in-body",
    found: { CrossSiteScripting_BODY: core("CrossSiteScripting_Body") },
    except: [files, pathMatches(HTML_PATHS)],
  },
  {
    name: "traversal-in-body",
    found: { GenericLFI_BODY: core("GenericLFI_Body") },
    except: [files, pathMatches(PORTAL_DOCUMENT_PATHS)],
  },
  {
    name: "remote-files-in-body",
    found: { GenericRFI_BODY: core("GenericRFI_Body") },
    except: [files, oauthClient, pathMatches(FHIR_PATHS)],
  },
  {
    name: "sql-in-body",
    found: {
      SQLi_BODY: sql("SQLi_Body"),
      SQLiExtendedPatterns_BODY: sql("SQLiExtendedPatterns_Body"),
    },
    except: [files],
  },
  {
    name: "outside-oauth",
    found: {
      EC2MetaDataSSRF_BODY: core("EC2MetaDataSSRF_Body"),
      EC2MetaDataSSRF_QUERYARGUMENTS: core("EC2MetaDataSSRF_QueryArguments"),
      GenericRFI_QUERYARGUMENTS: core("GenericRFI_QueryArguments"),
      // Above 2,048 bytes. SMART's granular scopes take 2,400; Apache allows 8,190 for the whole line of the request.
      SizeRestrictions_QUERYSTRING: core("SizeRestrictions_QueryString"),
    },
    except: [oauthClient],
  },
  {
    // Above 8,192 bytes, of which the firewall reads no more: whatever follows, no rule has seen. Scans and large forms
    // are of people who have signed in; how large they may be is maximum_upload_mb's to say.
    name: "large-body-before-sign-in",
    found: { SizeRestrictions_BODY: core("SizeRestrictions_Body") },
    except: [session],
  },
];

/** The names of AWS's rules that only count in their groups. */
export const REBLOCKED_RULES: readonly string[] = REBLOCKING_RULES.flatMap(({ found }) => Object.keys(found));

function core(name: string): string {
  return `awswaf:managed:aws:core-rule-set:${name}`;
}

function sql(name: string): string {
  return `awswaf:managed:aws:sql-database:${name}`;
}
