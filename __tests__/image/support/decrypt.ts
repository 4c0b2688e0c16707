/** OpenEMR's own code, asked in a task for what it keeps encrypted. */
import type { Container } from "./container";

/** A file for `/tmp/decrypt.php` of a task. */
export const DECRYPT = `<?php
ini_set('session.save_handler', 'files'); ini_set('session.save_path', '/tmp');
$_GET['site'] = 'default'; $ignoreAuth = true; $sessionAllowWrite = true;
require '/var/www/localhost/htdocs/openemr/interface/globals.php';
$crypto = is_callable(['OpenEMR\\BC\\ServiceContainer', 'getCrypto']) ? \\OpenEMR\\BC\\ServiceContainer::getCrypto() : new \\OpenEMR\\Common\\Crypto\\CryptoGen();
echo 'decrypted: ' . $crypto->decryptStandard(getenv('TEXT')) . "\n";
`;

/** Returns what the file prints: `decrypted: ` and the text, or an error. */
export const decrypt = (task: Container, text: string): string =>
  task.exec(`TEXT='${text}' su -p -s /bin/sh -c 'php /tmp/decrypt.php' apache`).output;
