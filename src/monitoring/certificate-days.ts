/** Days; AWS renews a certificate of its own 45 days before its end, so that below this somebody has to act. */
export const CERTIFICATE_DAYS = 30;
