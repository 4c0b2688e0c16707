#!/bin/sh
# Gives OpenEMR's first administrator a new password: in OpenEMR's table by OpenEMR's own hashing, and in Secrets
# Manager. It may be run again: a password that waits in the secret as AWSPENDING is gone on with. Nothing here prints
# one, and none is an argument.
set -eu
cat >/tmp/administrator.php <<'PHP'
<?php
function fail($why) { echo $why, "\n"; exit(1); }
set_exception_handler(fn ($error) => fail($error->getMessage()));
$openemr = getenv('OPENEMR') ?: '/var/www/localhost/htdocs/openemr';
$endpoint = getenv('SECRETS_ENDPOINT') ?: 'https://secretsmanager.' . getenv('SECRETS_REGION') . '.amazonaws.com/';
$uri = getenv('AWS_CONTAINER_CREDENTIALS_FULL_URI') ?: 'http://169.254.170.2' . getenv('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
$role = json_decode((string) @file_get_contents($uri), true) ?: fail('The task has no credentials of its role');

function ask($action, $input) {
    global $role, $endpoint;
    $curl = curl_init($endpoint);
    curl_setopt_array($curl, [
        CURLOPT_AWS_SIGV4 => 'aws:amz:' . getenv('SECRETS_REGION') . ':secretsmanager',
        CURLOPT_USERPWD => $role['AccessKeyId'] . ':' . $role['SecretAccessKey'],
        CURLOPT_HTTPHEADER => ['X-Amz-Security-Token: ' . $role['Token'], 'Content-Type: application/x-amz-json-1.1', "X-Amz-Target: secretsmanager.$action"],
        CURLOPT_POSTFIELDS => json_encode(['SecretId' => getenv('ADMINISTRATOR_SECRET')] + $input),
        CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 30,
    ]);
    $text = curl_exec($curl);
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    if ($text === false) fail("Secrets Manager does not answer: " . curl_error($curl));
    $answer = json_decode($text, true);
    if ($status !== 200) fail("Secrets Manager refuses $action: " . ($answer['__type'] ?? $status));
    return $answer;
}

$current = ask('GetSecretValue', []);
$user = json_decode($current['SecretString'], true)['username'] ?? fail('The secret names no user');
$pending = null;
foreach (ask('DescribeSecret', [])['VersionIdsToStages'] as $version => $stages) {
    if (in_array('AWSPENDING', $stages) && !in_array('AWSCURRENT', $stages)) $pending = $version;
}
if ($pending === null) {
    $letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789-_';
    $password = '';
    // OpenEMR can be set to ask for all four kinds of signs.
    while (!preg_match('/^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])(?=.*[_-])/', $password)) {
        $password = '';
        for ($i = 0; $i < 32; $i++) $password .= $letters[random_int(0, strlen($letters) - 1)];
    }
    $pending = bin2hex(random_bytes(16));
    ask('PutSecretValue', ['ClientRequestToken' => $pending, 'VersionStages' => ['AWSPENDING'], 'SecretString' => json_encode(['username' => $user, 'password' => $password])]);
} else {
    $password = json_decode(ask('GetSecretValue', ['VersionId' => $pending])['SecretString'], true)['password'];
}

$database = mysqli_init();
$tls = getenv('TLS_DIRECTORY') ?: '/run/openemr-tls';
$database->options(MYSQLI_OPT_SSL_VERIFY_SERVER_CERT, true);
$database->ssl_set(null, null, "$tls/mysql-ca.pem", null, null);
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$database->real_connect(getenv('MYSQL_HOST'), getenv('MYSQL_USER'), getenv('MYSQL_PASS'), getenv('MYSQL_DATABASE') ?: 'openemr', (int) getenv('MYSQL_PORT'), null, MYSQLI_CLIENT_SSL);
// OpenEMR's hashing is as its administration has set it.
foreach (['algo' => 'DEFAULT', 'bcrypt_hash_cost' => 'DEFAULT', 'argon_hash_memory_cost' => 'DEFAULT', 'argon_hash_time_cost' => 'DEFAULT', 'argon_hash_thread_cost' => 'DEFAULT', 'sha512_rounds' => '100000'] as $name => $value) {
    $GLOBALS['gbl_auth_' . ($name === 'algo' ? 'hash_algo' : $name)] = $value;
}
foreach ($database->query("SELECT gl_name, gl_value FROM globals WHERE gl_name LIKE 'gbl\\_auth\\_%'") as $row) {
    $GLOBALS[$row['gl_name']] = $row['gl_value'];
}
$GLOBALS['gbl_debug_hash_verify_execution_time'] = '0';
require "$openemr/vendor/autoload.php";
$hash = (new OpenEMR\Common\Auth\AuthHash())->passwordHash($password);
if (!$hash) fail("OpenEMR makes no hash of the password");

$database->begin_transaction();
$statement = $database->prepare('SELECT id, password FROM users_secure WHERE BINARY username = ? FOR UPDATE');
$statement->execute([$user]);
$row = $statement->get_result()->fetch_assoc() ?: fail("OpenEMR has no user $user, so nothing was changed. The secret names the first administrator");
if (!password_verify($password, $row['password']) && crypt($password, $row['password']) !== $row['password']) {
    $change = $database->prepare('UPDATE users_secure SET password_history4 = password_history3, password_history3 = password_history2, password_history2 = password_history1, password_history1 = password, password = ?, last_update_password = NOW(), login_fail_counter = 0, last_login_fail = NULL, auto_block_emailed = 0 WHERE id = ?');
    $change->execute([$hash, $row['id']]);
}
$database->commit();
$statement->execute([$user]);
$stored = $statement->get_result()->fetch_assoc()['password'];
if (!OpenEMR\Common\Auth\AuthHash::passwordVerify($password, $stored)) fail("OpenEMR does not take the new password of $user");
ask('UpdateSecretVersionStage', ['VersionStage' => 'AWSCURRENT', 'MoveToVersionId' => $pending, 'RemoveFromVersionId' => $current['VersionId']]);
ask('UpdateSecretVersionStage', ['VersionStage' => 'AWSPENDING', 'RemoveFromVersionId' => $pending]);
echo "$user has a new password, in OpenEMR and in the secret\n";
PHP
exec php -d display_errors=stderr /tmp/administrator.php
