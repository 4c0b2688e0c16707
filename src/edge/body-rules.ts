/**
 * Rules that read a request's body and mistake documents and formatted text for attacks, with the label that
 * each puts on what it finds. In their groups they only count; the firewall then blocks by label, except
 * where OpenEMR takes files or text in HTML.
 *
 * The other rules on bodies look for strings that have no place in a record (a metadata address, Log4j
 * look-ups) and block everywhere.
 */
export const BODY_RULES: Readonly<Record<string, string>> = {
  CrossSiteScripting_BODY: "awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body",
  GenericLFI_BODY: "awswaf:managed:aws:core-rule-set:GenericLFI_Body",
  GenericRFI_BODY: "awswaf:managed:aws:core-rule-set:GenericRFI_Body",
  SQLi_BODY: "awswaf:managed:aws:sql-database:SQLi_Body",
  SQLiExtendedPatterns_BODY: "awswaf:managed:aws:sql-database:SQLiExtendedPatterns_Body",
};

/** Refuses bodies above 8 KB, which is every scan and most large forms; PHP's own limits remain. */
export const BODY_SIZE_RULE = "SizeRestrictions_BODY";

/** AWS WAF accepts no longer expression in a statement. */
const LONGEST_EXPRESSION = 512;

/**
 * Where OpenEMR takes files: documents, photos, remittances, lab catalogues, code sets, C-CDA, templates and
 * faxes. These paths want a session, or a token in the case of the API.
 */
export const UPLOAD_PATHS = pathsBelowRoot([
  "controller\\.php$",
  "library/ajax/upload\\.php$",
  "interface/billing/(edi_271|edih_main|era_payments|sl_eob_search)\\.php$",
  "interface/orders/load_compendium\\.php$",
  "interface/super/(load_codes|manage_site_files|manage_document_templates)\\.php$",
  "interface/modules/(zend_modules/public|custom_modules)/",
  "portal/import_template\\.php$",
  "apis/[^/]+/api/patient/[^/]+/document$",
]);

/**
 * Where OpenEMR takes text in HTML from people who are logged in: encounter forms, letters, messages, text
 * templates, documents that patients fill in; and FHIR, whose resources carry a narrative in XHTML. A note
 * that the firewall refuses is lost to the one who typed it.
 */
export const RICH_TEXT_PATHS = pathsBelowRoot([
  "interface/forms/",
  "interface/patient_file/letter\\.php$",
  "interface/main/messages/",
  "library/custom_template/",
  "portal/messaging/",
  "portal/patient/(api/)?onsite",
  "portal/lib/doc_lib\\.php$",
  "apis/[^/]+/fhir/",
]);

/** One regular expression for several paths, each of which begins after the first slash. */
function pathsBelowRoot(paths: readonly string[]): string {
  const expression = `^/(${paths.join("|")})`;
  if (expression.length > LONGEST_EXPRESSION) {
    throw new Error(
      `${expression} has ${expression.length} characters; AWS WAF accepts ${LONGEST_EXPRESSION}.`,
    );
  }
  return expression;
}
