#!/bin/sh
# Loads the tables of a backup that moves in into the empty database beside the one in use, by a user with rights in their
# schema only, and writes the two files of a site that tell which database and which version it has. It may be run again,
# and then begins anew.
set -eu
cat >/tmp/load.php <<'PHP'
<?php
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
function fail($why) { echo $why, "\n"; exit(1); }
set_exception_handler(fn ($error) => fail($error->getMessage()));
function setting($name) { return getenv($name) ?: fail("$name is missing"); }
[$host, $port, $user, $password] = array_map('setting', ['RESTORED_HOST', 'MYSQL_PORT', 'MYSQL_USER', 'MYSQL_PASS']);
if ($host === setting('MYSQL_HOST')) fail('The database beside is the one in use, and nothing was changed');
$openemr = getenv('OPENEMR') ?: '/var/www/localhost/htdocs/openemr';
$home = getenv('ROOT_HOME') ?: '/root';
$beside = getcwd() . '/aws-backup-restore_import';
$site = "$beside/sites/default";

$tls = (getenv('TLS_DIRECTORY') ?: '/run/openemr-tls') . '/mysql-ca.pem';
$master = mysqli_init();
$master->options(MYSQLI_OPT_SSL_VERIFY_SERVER_CERT, true);
$master->ssl_set(null, null, $tls, null, null);
$master->real_connect($host, setting('MYSQL_ROOT_USER'), setting('MYSQL_ROOT_PASS'), null, (int) $port, null, MYSQLI_CLIENT_SSL);
$quoted = "'" . $master->real_escape_string($user) . "'@'%'";
// The audit log has statements about users word for word, so they hold what the database stores, and not the password.
$login = "IDENTIFIED WITH mysql_native_password AS '*" . strtoupper(sha1(sha1($password, true))) . "'";
foreach ([
    'DROP DATABASE IF EXISTS openemr', 'CREATE DATABASE openemr CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
    "CREATE USER IF NOT EXISTS $quoted $login", "ALTER USER $quoted $login", "GRANT ALL PRIVILEGES ON openemr.* TO $quoted",
] as $statement) $master->query($statement);
$client = trim(shell_exec('command -v mariadb || command -v mysql'));
// No command of the client, no file of this task, and no byte that is read as another character.
$command = [$client, '--no-defaults', "--host=$host", "--port=$port", "--user=$user", "--ssl-ca=$tls", '--ssl-verify-server-cert',
    '--binary-mode', '--local-infile=0', '--default-character-set=utf8mb4', '--batch', 'openemr'];
$process = proc_open($command, [['pipe', 'r'], ['file', '/dev/null', 'w'], ['file', '/tmp/client', 'w']], $pipes, null, ['MYSQL_PWD' => $password, 'PATH' => getenv('PATH')]);
$source = gzopen("$beside/carried/dump", 'r');
while (!gzeof($source)) if (@fwrite($pipes[0], gzread($source, 1 << 20)) === false) break;
fclose($pipes[0]);
if (proc_close($process) !== 0) {
    // It prints the statement as well, which may be about patients.
    preg_match('/^ERROR.*$/m', file_get_contents('/tmp/client'), $found);
    fail('The tables cannot be loaded: ' . ($found[0] ?? 'the client of the database does not say why'));
}
$one = fn ($query) => $master->query($query)->fetch_row()[0] ?? null;
foreach (['TRIGGERS' => 'trigger', 'ROUTINES' => 'routine', 'EVENTS' => 'event'] as $table => $column) {
    if ($one("SELECT COUNT(*) FROM information_schema.$table WHERE {$column}_schema = 'openemr'")) fail("The backup made a program in the database ($column), which no OpenEMR has");
}
$tables = $one("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'openemr'");
$version = $one('SELECT CONCAT_WS(".", v_major, v_minor, v_patch) FROM openemr.version') ?? fail('The tables name no version of OpenEMR');

// OpenEMR's image counts its versions. Its script that upgrades from a version has the number after that one's.
preg_match_all('/^\$v_(major|minor|patch)\s*=\s*[\'"](\d+)[\'"];/m', file_get_contents("$openemr/version.php"), $parts);
$number = implode('.', $parts[2]) === $version ? trim(file_get_contents("$home/docker-version")) : null;
$ways = [];
foreach (glob("$home/fsupgrade-*.sh") as $script) {
    if (!preg_match('/^priorOpenemrVersion="([\d.]+)"/m', file_get_contents($script), $prior)) continue;
    $ways[] = $prior[1];
    if ($number === null && $prior[1] === $version) $number = (int) preg_replace('/\D/', '', basename($script)) - 1;
}
usort($ways, 'version_compare');
if ($number === null) fail("The backup is of OpenEMR $version, and this image upgrades from " . implode(', ', $ways) . '. Upgrade the original to one of these first, and make another backup');

$text = "<?php\n\n\$disable_utf8_flag = false;\n";
foreach (['host' => $host, 'port' => $port, 'login' => $user, 'pass' => $password, 'dbase' => 'openemr', 'db_encoding' => 'utf8mb4'] as $name => $value) $text .= "\$$name\t= '" . addcslashes($value, "'\\") . "';\n";
$text .= "\n\$sqlconf = array();\nglobal \$sqlconf;\n";
foreach (['host', 'port', 'login', 'pass', 'dbase', 'db_encoding'] as $name) $text .= "\$sqlconf[\"$name\"]= \$$name;\n";
umask(0137);
file_put_contents("$site/sqlconf.php", "$text\n\$config = 1; /////////////\n?>\n");
exec('id apache >/dev/null 2>&1 && chown root:apache ' . escapeshellarg("$site/sqlconf.php"));
umask(0022);
file_put_contents("$site/docker-version", $number);
echo "OpenEMR $version with $tables tables is in the database beside the one in use, image number $number\n";
PHP
exec php -d display_errors=stderr -d memory_limit=512M /tmp/load.php
