/**
 * The parts of OpenEMR that apply-settings.php needs: its own code is not here. Compared on 2026-11-30 with
 * `CryptoGen` and the table in `database.sql` of 7.0.3 and 8.2.0, which the image suite runs themselves. Other than those
 * it has one key, which it takes from nowhere, and knows one version of texts, 006, where 8.2.0 writes 007.
 */
import { DATABASE_PASSWORD } from "./database-server";

/** The table as OpenEMR 7.0.3 to 8.2 make it. */
export const GLOBALS = `CREATE TABLE globals (
  gl_name varchar(63) NOT NULL, gl_index int NOT NULL DEFAULT 0, gl_value varchar(255) NOT NULL DEFAULT '',
  PRIMARY KEY (gl_name, gl_index)) ENGINE=InnoDB;
INSERT INTO globals VALUES ('rest_api', 0, '0'), ('site_addr_oath', 0, ''), ('openemr_name', 0, 'Praxis Jäger'),
  ('SMTP_PASS', 0, ''), ('language_menu_other', 0, 'German'), ('language_menu_other', 1, 'Greek');`;

/** sites/default/sqlconf.php as OpenEMR's installer writes it. */
export const sqlconf = (host: string, port: number) => `<?php
//  OpenEMR
//  MySQL Config
global $disable_utf8_flag;
$disable_utf8_flag = false;
$host = '${host}';
$port = '${port}';
$login = 'openemr';
$pass = '${DATABASE_PASSWORD}';
$dbase = 'openemr';
$config = 1; /////////////
?>
`;

/**
 * Stands for OpenEMR's interface/globals.php, which makes its classes available. Like the real one it includes
 * sqlconf.php once, uses its variables and names like "database" globally, lets its database library switch
 * mysqli's exceptions off, and talks.
 */
export const openEmr = (encryption: string) => `<?php
if (($_GET['site'] ?? '') !== 'default' || empty($ignoreAuth) || empty($sessionAllowWrite)) die('not as bin/console');
if (ini_get('session.save_handler') . ini_get('session.save_path') !== 'files' . sys_get_temp_dir()) die('cache');
require_once dirname(__DIR__) . '/sites/default/sqlconf.php';
$database = "$host:$port $login $pass"; $settings = $name = $value = null;
mysqli_report(MYSQLI_REPORT_OFF);
echo 'OpenEMR talks';
${encryption}
`;

/**
 * Stands for OpenEMR\\Common\\Crypto\\CryptoGen as versions 7.0.3 to 8.2 share it, each method with one argument:
 * AES-256-CBC with a random vector and an HMAC, base64, after the three digits of the key's version.
 */
export const CRYPTO = `
class CryptoGen {
  private const KEY = 'a key that lies in a file of the real one';
  public function encryptStandard($value) {
    echo "OpenEMR talks, of $value";
    $vector = random_bytes(16);
    $text = $vector . openssl_encrypt($value, 'aes-256-cbc', self::KEY, OPENSSL_RAW_DATA, $vector);
    return '006' . base64_encode(hash_hmac('sha384', $text, self::KEY, true) . $text);
  }
  public function decryptStandard($value) {
    if (empty($value)) return '';
    $raw = base64_decode(substr($value, 3), true);
    $text = substr($raw, 48);
    if (!hash_equals(substr($raw, 0, 48), hash_hmac('sha384', $text, self::KEY, true))) return false;
    return openssl_decrypt(substr($text, 16), 'aes-256-cbc', self::KEY, OPENSSL_RAW_DATA, substr($text, 0, 16));
  }
  public function cryptCheckStandard($value) {
    return !empty($value) && preg_match('/^00[1-6]/', $value) === 1;
  }
}`;

/** OpenEMR 7.0.3 to 8.0. */
export const VERSION_7 = openEmr(
  `eval(${JSON.stringify(`namespace OpenEMR\\Common\\Crypto; ${CRYPTO}`).replaceAll("$", "\\$")});`,
);
/** OpenEMR from 8.1 on, whose classes come out of a container. */
export const VERSION_8 = openEmr(
  `eval(${JSON.stringify(`namespace OpenEMR\\BC; ${CRYPTO}
   class ServiceContainer { public static function getCrypto() { return new CryptoGen(); } }`).replaceAll(
    "$",
    "\\$",
  )});`,
);
