/** Kinds of pages at the public address. */
export type Page = "sign-in" | "maintenance" | "not installed" | "database away" | "another page";

/**
 * OpenEMR's form for signing in, in every layout from 7.0.3 to 8.4: it posts these two fields to this script
 * (templates/login of each version). Layouts, logos, titles and languages differ, and modules may change them.
 */
const SIGN_IN = [
  /<form\b[^>]*\baction\s*=\s*["'][^"']*main_screen\.php\?auth=login\b/i,
  /<input\b[^>]*\bname\s*=\s*["']authUser["']/i,
  /<input\b[^>]*\bname\s*=\s*["']clearPass["']/i,
];

/** The page that tasks show while they install or upgrade: src/application/container/web-server.sh writes the titles. */
const MAINTENANCE = /<title>OpenEMR is being (installed|updated)<\/title>/;

/** library/sql.inc.php prints it where there is no connection, in versions whose code gets that far. */
const DATABASE_AWAY = /Could not connect to server!|Check that you can ping the server/;

const SETUP = /<title>[^<]*OpenEMR Setup|\bsetup\.php\?site=/i;

/** @param status the answer's HTTP status: OpenEMR prints some errors with 200 */
export function recognize(status: number, html: string): Page {
  if (status === 503 && MAINTENANCE.test(html)) return "maintenance";
  if (DATABASE_AWAY.test(html)) return "database away";
  if (status === 200 && SIGN_IN.every((part) => part.test(html))) return "sign-in";
  if (SETUP.test(html)) return "not installed";
  return "another page";
}
