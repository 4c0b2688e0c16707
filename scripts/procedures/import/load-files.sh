#!/bin/sh
# Fetches a backup that moves in, and writes its files into a folder beside those in use, whose name is one that the other
# scripts know. It may be run again, and then begins anew. Names are looked at once more: nothing of it is trusted.
set -eu
cat >/tmp/load.php <<'PHP'
<?php
function fail($why) { echo $why, "\n"; exit(1); }
set_exception_handler(fn ($error) => fail($error->getMessage()));
function setting($name) { return getenv($name) ?: fail("$name is missing"); }
$beside = getcwd() . '/aws-backup-restore_import';
$carried = "$beside/carried";
if (!is_dir($carried)) mkdir($carried, 0700, true);
// OpenEMR's scripts go through it as Apache's user, who reads nothing of what was carried.
chmod($beside, 0755);

function fetch($part) {
    global $carried;
    [$key, $digest] = explode(' ', setting($part));
    $file = "$carried/" . strtolower($part);
    if (is_file($file) && hash_file('sha256', $file) === $digest) return $file;
    $uri = getenv('AWS_CONTAINER_CREDENTIALS_FULL_URI') ?: 'http://169.254.170.2' . getenv('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
    $role = json_decode((string) @file_get_contents($uri), true) ?: fail('The task has no credentials of its role');
    $curl = curl_init(setting('BUCKET_URL') . "/$key");
    $out = fopen($file, 'w');
    curl_setopt_array($curl, [
        CURLOPT_AWS_SIGV4 => 'aws:amz:' . setting('BUCKET_REGION') . ':s3',
        CURLOPT_USERPWD => $role['AccessKeyId'] . ':' . $role['SecretAccessKey'],
        CURLOPT_HTTPHEADER => ['X-Amz-Security-Token: ' . $role['Token'], 'X-Amz-Content-Sha256: UNSIGNED-PAYLOAD'],
        CURLOPT_FILE => $out, CURLOPT_FAILONERROR => true, CURLOPT_LOW_SPEED_LIMIT => 1, CURLOPT_LOW_SPEED_TIME => 120,
    ]);
    if (!curl_exec($curl)) fail("$part cannot be fetched from S3: " . curl_error($curl));
    fclose($out);
    if (hash_file('sha256', $file) !== $digest) fail("$part in S3 is not what was carried there, and was not loaded");
    return $file;
}
fetch('SCRIPTS');
fetch('DUMP');
$files = fetch('FILES');

$site = "$beside/sites/default";
$pieces = (getenv('SWARM_PIECES') ?: '/swarm-pieces') . '/sites/default/.';
[$from, $to] = array_map('escapeshellarg', [$pieces, $site]);
exec('rm -rf ' . escapeshellarg("$beside/sites") . " && mkdir -p $to && cp -a $from $to && rm -f $to/sqlconf.php $to/docker-version", $said, $status);
if ($status !== 0) fail("The folder beside cannot be made: $beside");
$source = gzopen($files, 'r');
for ($count = 0; ($line = gzgets($source, 20000)) !== false; $count++) {
    ['path' => $path, 'size' => $size] = json_decode($line, true, 4, JSON_THROW_ON_ERROR);
    if (!preg_match('#^([^/\x00-\x1f\\\\]+/)*[^/\x00-\x1f\\\\]+$#', $path) || preg_match('#(^|/)\.\.?(/|$)|\.(php\d?|phtml|phar)$|^docker-version$#i', $path)) fail("A name in the files was not let in: $path");
    $to = "$site/$path";
    if (!is_dir(dirname($to))) mkdir(dirname($to), 0755, true);
    $out = fopen($to, 'w');
    while ($size > 0) {
        $piece = gzread($source, min($size, 1 << 20));
        if ($piece === false || $piece === '') fail('The files end too early');
        if (fwrite($out, $piece) !== strlen($piece)) fail("The file system takes no more: $path");
        $size -= strlen($piece);
    }
    fclose($out);
}
exec('id apache >/dev/null 2>&1 && chown -R apache:root ' . escapeshellarg("$site/documents"));
unlink($files);
echo "$count files are in a folder beside those in use\n";
PHP
exec php -d display_errors=stderr -d memory_limit=512M /tmp/load.php
