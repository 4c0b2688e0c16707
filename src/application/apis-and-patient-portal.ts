import type { OpenEmrSetting } from "../openemr/openemr-settings";
import { tf, type Value } from "../terraform/expression";

export interface ApisAndPatientPortalProps {
  /** OpenEMR answers to its REST and FHIR APIs. */
  readonly activateApis: Value<boolean>;
  /** Patients may sign in to the portal. */
  readonly enablePatientPortal: Value<boolean>;
  /** Where people and programs open OpenEMR, without a slash at the end, e.g. `https://openemr.example.org`. */
  readonly siteAddress: Value<string>;
}

/**
 * The settings that OpenEMR's APIs and patient portal need inside OpenEMR. Names, values and defaults are those of its
 * `library/globals.inc.php`, where later versions name some by `GlobalConnectorsEnum`. The files of 7.0.3 and of 8.2.0
 * as of July 2026 were compared on 2026-11-30: they agree. That of 8.4.1 was not at hand.
 *
 * No more is needed: only the three `rest_` settings decide which API answers, and OAuth 2, which all of
 * them require, by any of the three. Password grants (`oauth_password_grant`) and system scopes
 * (`rest_system_scopes_api`), which OpenEMR advises against, stay the administrator's decision, and off.
 */
export function apisAndPatientPortal(props: ApisAndPatientPortalProps): OpenEmrSetting[] {
  const { activateApis: apis, enablePatientPortal: portal, siteAddress } = props;
  return [
    // OAuth 2 and FHIR write it into tokens and links; otherwise OpenEMR believes the request's Host header.
    { name: "site_addr_oath", value: siteAddress, when: tf`(${apis}) || (${portal})` },
    { name: "rest_api", value: "1", when: apis },
    { name: "rest_fhir_api", value: "1", when: apis },
    { name: "portal_onsite_two_enable", value: "1", when: portal },
    { name: "portal_onsite_two_address", value: `${siteAddress}/portal/`, when: portal },
    { name: "rest_portal_api", value: "1", when: portal },
    // For care coordination and in the portal: 0 is off, 1 and 2 are one of them, 3 is both.
    { name: "ccda_alt_service_enable", value: "3", when: portal },
  ];
}
