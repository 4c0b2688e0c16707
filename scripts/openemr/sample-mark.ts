/** Nobody receives mail below `.invalid` (RFC 2606), so no real patient has such an address. */
export const MARKED_DOMAIN = "sample-patients.invalid";

/** The end of the last name. */
export const MARKED_NAME = "-Sample";

/** The beginning of the external identifier. */
export const MARKED_ID = "SAMPLE-";

/** Whether a patient, as OpenEMR's REST API tells it, has all three marks of `npm run sample-patients`. */
export function isSample({ lname, pubpid, email }: Readonly<Record<string, unknown>>): boolean {
  return (
    String(lname).endsWith(MARKED_NAME) &&
    String(pubpid).startsWith(MARKED_ID) &&
    new RegExp(`^sample-.*@${MARKED_DOMAIN.replaceAll(".", "[.]")}$`).test(String(email))
  );
}
