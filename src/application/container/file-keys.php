<?php
// Looks whether the keys in OpenEMR's files open with those in its database. OpenEMR encrypts the former by the latter,
// so those of another installation, or of a time before the keys were made, do not fit. Nothing is decrypted: each key
// carries a signature. This does not call OpenEMR's own code, which makes new keys where one is missing.
//
// How OpenEMR signs: src/Common/Crypto/CryptoGen.php of 7.0.3 to 8.4.1, read on 2026-11-30. A text begins with the
// number of its key, such as 006. Then follow, in base64, an HMAC by SHA-384 of 48 bytes, and what it signs. Keys are
// called by the number, in words, and "a" to encrypt, "b" to sign. Those before "five" are not encrypted.
//
// Environment: OPENEMR_ROOT, OPENEMR_DATABASE and DATABASE_CA, as for apply-settings.php.
//
// One of former days that does not fit is told only: OpenEMR encrypts with the newest.
//
// A process that was killed while OpenEMR made a key leaves a file that is empty or cut off, and with it OpenEMR neither
// encrypts nor makes another. It makes "a" before "b", and reads back both before it encrypts, so nothing was encrypted by
// such a pair: what is cut off is put aside. Only where that is certain, and nobody can be writing it any more.
//
// Exit code: 0 they fit, there are none, or what was cut off is put aside; 1 not all are known to, and standard error says why; 3 those of the newest
// number do not fit, and the names of all that do not are printed.
namespace OpenEmrOnAws;

require __DIR__ . '/database.php';

const NUMBERS = [5 => 'five', 6 => 'six', 7 => 'seven'];

/** @param array<string, string> $keys of the database, by their names */
function fits(string $text, array $keys): bool
{
    $number = NUMBERS[(int) substr($text, 0, 3)] ?? '';
    $raw = base64_decode(substr($text, 3), true);
    $key = $keys["{$number}b"] ?? '';
    return $raw !== false && $key !== ''
        && hash_equals(substr($raw, 0, 48), hash_hmac('sha384', substr($raw, 48), $key, true));
}

/** A whole one: its number, and in base64 what signs, a vector, and a key of 32 bytes as AES pads it. */
const LENGTH = 3 + (48 + 16 + 48 + 2) / 3 * 4;
const SECONDS_TO_WRITE = 120;
const LOCK_SECONDS = 60;

function textOf(string $file): string
{
    return is_file($file) ? trim((string) @file_get_contents($file)) : '';
}

/** Whether a key does not fit as it was cut off when it was made: "a" before there was a "b", "b" together with its "a". */
function wasCutOff(string $file, array $keys): bool
{
    clearstatcache();
    [$a, $b] = array_map(fn (string $sub) => substr($file, 0, -1) . $sub, ['a', 'b']);
    $text = textOf($file);
    return isset($keys[basename($a)], $keys[basename($b)])
        && is_file($file) && !fits($text, $keys) && strlen($text) < LENGTH
        && time() - filemtime($file) >= SECONDS_TO_WRITE
        && ($file === $a ? !file_exists($b)
            : fits(textOf($a), $keys) && abs(filemtime($b) - filemtime($a)) < SECONDS_TO_WRITE);
}

/** Puts a key that was cut off aside. One that another process has made in its place meanwhile comes back. */
function putAside(string $file, array $keys): void
{
    $aside = "$file.cut-off-" . bin2hex(random_bytes(4));
    if (!wasCutOff($file, $keys) || !@rename($file, $aside)) {
        return;
    }
    if (fits(textOf($aside), $keys)) {
        link($aside, $file) && unlink($aside);
        return;
    }
    fwrite(STDERR, 'the key ' . basename($file) . ' was cut off when OpenEMR made it, before it encrypted anything: put aside as '
        . basename($aside) . "\n");
}

try {
    $files = array_filter(
        glob(getenv('OPENEMR_ROOT') . '/sites/default/documents/logs_and_misc/methods/*') ?: [],
        fn (string $file) => in_array(substr(basename($file), 0, -1), NUMBERS, true)
    );
    if ($files === []) {
        exit(0);
    }
    $database = new Database((string) getenv('OPENEMR_DATABASE'), (string) getenv('DATABASE_CA'), 10, LOCK_SECONDS + 30);
    $keys = array_column($database->rows('SELECT name, value FROM `keys`'), 'value', 'name');
    $keys = array_map(fn (?string $value) => (string) base64_decode((string) $value), $keys);
    $cutOff = array_filter($files, fn (string $file) => wasCutOff($file, $keys));
    // The name is that of apply-settings.php, which has OpenEMR make keys. It is free when this ends.
    if ($cutOff !== [] && $database->lock('openemr_on_aws_settings', LOCK_SECONDS)) {
        array_walk($cutOff, fn (string $file) => putAside($file, $keys));
    }
    $files = array_filter($files, fn (string $file) => file_exists($file));
    $texts = array_combine(array_map(basename(...), $files), array_map(textOf(...), $files));
    // An empty one, where the database has its own, was in use.
    $known = array_filter($texts, fn (string $text, string $name) => $text !== '' || isset($keys[$name]), ARRAY_FILTER_USE_BOTH);
    $strange = array_keys(array_filter($known, fn (string $text) => !fits($text, $keys)));
    $numbers = array_map(fn (string $name) => array_search(substr($name, 0, -1), NUMBERS, true), array_keys($known));
    $newest = NUMBERS[$numbers === [] ? 0 : max($numbers)] ?? '';
    if (array_intersect(["{$newest}a", "{$newest}b"], $strange) !== []) {
        fwrite(STDOUT, implode(', ', $strange));
        exit(3);
    }
    foreach (array_keys(array_diff_key($texts, $known)) as $name) {
        fwrite(STDERR, "the key $name is empty, or cannot be read\n");
    }
    foreach ($strange as $name) {
        fwrite(STDERR, "the key $name does not fit those in the database: what it encrypted cannot be read\n");
    }
    exit(count($known) < count($texts) || $strange !== [] ? 1 : 0);
} catch (\Throwable $problem) {
    fwrite(STDERR, $problem->getMessage() . "\n");
    exit(1);
}
