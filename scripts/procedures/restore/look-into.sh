#!/bin/sh
# Looks into a restored database and the files that belong to it: version, patients, newest encounter, and whether the
# keys of the files and a document open with the keys of the database. It changes nothing that is in use.
#
# FILES_OF is the moment of files that are older than the database. BESIDE is the folder in their backup with those that
# the database was in use with, where these were not in use any more; they take the place of the others that were restored.
# FOLDER_TIMES are the begin and the end of the restore of the files: a job that failed may leave a folder, too, and AWS
# names each by its time. FOLDER is the one of an import.
set -eu
sites=sites
if [ "$FILES" = restored ]; then
  if [ -n "${FOLDER:-}" ]; then set -- "$FOLDER"; else set -- aws-backup-restore_*; fi
  all="$*"
  if [ "$#" -gt 1 ] && [ -n "${FOLDER_TIMES:-}" ]; then
    for folder in "$@"; do
      shift
      time=$(printf '%s00000000000000000' "${folder#*_}" | tr -dc 0-9 | cut -c 1-17)
      if [ "$time" -ge "${FOLDER_TIMES% *}" ] && [ "$time" -le "${FOLDER_TIMES#* }" ]; then set -- "$@" "$folder"; fi
    done
  fi
  if [ "$#" -ne 1 ] || [ ! -d "$1" ]; then
    echo "Which of these folders was restored cannot be told: $all. Give this restore up, which removes them, and begin it again"
    exit 1
  fi
  sites="$1/sites"
  # shellcheck disable=SC2231 # its asterisk stands for a moment
  for beside in "$1"/${BESIDE:-none}; do
    if [ ! -d "$beside" ]; then continue; fi
    if [ -e "$sites" ]; then mv "$sites" "$1/sites-in-use"; fi
    mv "$beside" "$sites"
  done
fi
if [ ! -d "$sites" ]; then echo "There is no folder of files to look into: $sites"; exit 1; fi
export SITES="$sites" OPENEMR="${OPENEMR:-/var/www/localhost/htdocs/openemr}"
exec php <<'PHP'
<?php
// How OpenEMR encrypts: src/Common/Crypto/CryptoGen.php of 7.0.3 to 8.4.1, read on 2026-11-29. A text begins with the
// number of its key, such as 006. Then follow, in base64, an HMAC by SHA-384 of 48 bytes, a vector of 16, and the text
// by AES-256-CBC. Keys called a encrypt, and keys called b sign. Those in the database encrypt what is in files: documents,
// and the keys there, which encrypt what is in the database. Before "four" another form was used, which is not read here.
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
const NAMES = [4 => 'four', 5 => 'five', 6 => 'six', 7 => 'seven'];

function fail($why) { echo $why, "\n"; exit(1); }

function opened($text, $keys) {
    $label = NAMES[(int) substr($text, 0, 3)] ?? null;
    $raw = base64_decode(substr($text, 3), true);
    if ($label === null || $raw === false || !isset($keys["{$label}a"], $keys["{$label}b"])) return false;
    $rest = substr($raw, 48);
    if (!hash_equals(substr($raw, 0, 48), hash_hmac('sha384', $rest, $keys["{$label}b"], true))) return false;
    return openssl_decrypt(substr($rest, 16), 'aes-256-cbc', $keys["{$label}a"], OPENSSL_RAW_DATA, substr($rest, 0, 16));
}

/** A new password of the master user is in use a little later than AWS says that it was taken. */
function connected($database) {
    global $tls, $attempts;
    while (true) {
        $connection = mysqli_init();
        $connection->options(MYSQLI_OPT_SSL_VERIFY_SERVER_CERT, true);
        $connection->ssl_set(null, null, "$tls/mysql-ca.pem", null, null);
        try {
            $connection->real_connect(getenv('RESTORED_HOST'), getenv('MYSQL_ROOT_USER'), getenv('MYSQL_ROOT_PASS'),
                $database, (int) getenv('MYSQL_PORT'), null, MYSQLI_CLIENT_SSL);
            return $connection;
        } catch (mysqli_sql_exception $error) {
            if (--$attempts <= 0) throw $error;
        }
        $seconds = getenv('RETRY_SECONDS');
        sleep($seconds === false ? 10 : (int) $seconds);
    }
}

$sites = getenv('SITES');
$tls = getenv('TLS_DIRECTORY') ?: '/run/openemr-tls';
$older = getenv('FILES_OF');
$attempts = 30;
$said = [];
foreach (glob("$sites/*/sqlconf.php") as $file) {
    $site = basename(dirname($file));
    if (!preg_match('/^\$dbase\s*=\s*\'([A-Za-z0-9_-]+)\';/m', file_get_contents($file), $found)) continue;
    try {
        $connection = connected($found[1]);
        $one = fn($query) => $connection->query($query)->fetch_row()[0] ?? null;
        $version = $one("SELECT CONCAT(v_major, '.', v_minor, '.', v_patch) FROM version");
        $patients = $one('SELECT COUNT(*) FROM patient_data');
        $newest = $one('SELECT MAX(date) FROM form_encounter') ?? 'none';
        $inDatabase = array_map('base64_decode', array_column($connection->query('SELECT name, value FROM `keys`')->fetch_all(), 1, 0));
        $documents = $connection->query("SELECT id, url FROM documents WHERE encrypted = 1 AND deleted = 0 AND storagemethod = 0 AND url LIKE 'file:%' ORDER BY id DESC LIMIT " . ($older ? 10000 : 1))->fetch_all();
    } catch (mysqli_sql_exception $error) {
        fail("site $site: {$error->getMessage()}");
    }
    $inFiles = 0;
    foreach (glob("$sites/$site/documents/logs_and_misc/methods/*") as $key) {
        $name = basename($key);
        // Those up to "four" are not encrypted.
        if (!in_array(substr($name, 0, -1), array_slice(NAMES, 1), true)) continue;
        $inFiles++;
        if (opened(trim(file_get_contents($key)), $inDatabase) === false) fail("site $site: the key $name in the files does not fit the database's: files and database are not of one moment");
    }
    $text = "site $site: OpenEMR $version, $patients patients, newest encounter $newest, $inFiles keys fit";
    foreach ($documents as $lacking => [$id, $url]) {
        $path = "$sites/$site/documents/" . preg_replace('#^file:.*?/documents/#', '', $url);
        if (!is_file($path)) {
            if (!$older) fail("site $site: document $id is not in the files ($path)");
            if ($lacking + 1 === count($documents)) fail("site $site: none of the newest " . count($documents) . " documents is in the files of $older");
            continue;
        }
        if ($lacking) $text .= ", the newest $lacking documents are not in the files of $older";
        $content = file_get_contents($path);
        if (preg_match('/^00[1-3]/', $content)) {
            $text .= ", document $id is there, in a form of former days that was not opened";
        } else {
            if (opened($content, $inDatabase) === false) fail("site $site: document $id does not open with the keys of the database: files and database are not of one moment");
            $text .= ", document $id opens";
        }
        break;
    }
    $said[] = $text;
}
if (!$said) fail("There is no site in $sites");
$image = file_get_contents(getenv('OPENEMR') . '/version.php');
preg_match_all('/^\$v_(major|minor|patch)\s*=\s*[\'"](\d+)[\'"];/m', $image, $parts);
$folder = dirname($sites) === '.' ? '' : dirname($sites) . ': ';
echo $folder, implode('; ', $said), '; this image ', implode('.', $parts[2]), "\n";
PHP
