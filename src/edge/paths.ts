/**
 * Text in HTML is taken here from people who have signed in: encounter forms, letters, messages, text templates,
 * documents that patients fill in; and FHIR, whose resources carry a narrative in XHTML. A note that the firewall
 * refuses is lost to the one who typed it.
 */
export const HTML_PATHS = below(
  "interface/forms/",
  "interface/patient_file/letter\\.php$",
  "interface/main/messages/",
  "library/custom_template/",
  "portal/messaging/",
  "portal/patient/(api/)?onsite",
  "portal/lib/doc_lib\\.php$",
  "apis/[^/]+/fhir/",
);

/** Documents that patients fill in hold pictures by relative addresses, such as `../images/logo.png`. */
export const PORTAL_DOCUMENT_PATHS = below("portal/patient/(api/)?onsite", "portal/lib/doc_lib\\.php$");

/** Resources name systems and other servers by address, on a clinic's own network often by number. */
export const FHIR_PATHS = below("apis/[^/]+/fhir/");

/** A person's password is asked for here: staff, patients, and both while they authorize an application. */
export const SIGN_IN_PATHS = below(
  "interface/main/main_screen\\.php$",
  "interface/login/",
  "portal/get_patient_info\\.php$",
  "portal/account/",
  "oauth2/[^/]+/(provider/)?login$",
);

/**
 * Served to anybody: OpenEMR looks at no session here, so a made-up one changes nothing. Files that set `$ignoreAuth`
 * whatever the request is, in OpenEMR's source of 7.0.3, 7.0.4, 8.2.0 and 8.4.1 (read on 2026-11-30), and those that do
 * not ask for a session at all.
 */
export const PUBLIC_PATHS = below(
  "$",
  "(index|setup|admin|[a-z]+_(upgrade|patch|setup)|version)\\.php$",
  "interface/(login_screen|logout|smart/register-app)\\.php$",
  "interface/(product_registration|webhooks)/",
  "interface/modules/.*webhook",
  "library/(MedEx/MedEx|ajax/sql_server_status|allow_cronjobs)",
  "modules/sms_email_reminder/",
  "(gacl|meta|public|ccdaservice|task-health)(/|$)",
  "portal/(index\\.php|logout\\.php|report/)?$",
  "oauth2/[^/]+/(registration|authorize|token|introspect|logout|jwk|client)(/|$)",
  "apis/[^/]+/fhir/(metadata|\\.well-known/)",
);

/** One regular expression for several paths, each of which begins after the first slash. */
export function below(...paths: readonly string[]): string {
  return `^/(${paths.join("|")})`;
}
