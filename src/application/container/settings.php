<?php
// Brings declared settings into OpenEMR's table globals, and takes them out again. apply-settings.php says the rules.
namespace OpenEmrOnAws;

const TABLE = 'openemr_on_aws_settings';
const LOCK_SECONDS = 60;
/** Errors of MySQL that say that a value does not fit: truncated, no text of the column's encoding, too long. */
const MISFITS = [1265, 1366, 1406];

final class Settings
{
    public function __construct(private readonly Database $database)
    {
        $database->change("SET SESSION sql_mode = 'STRICT_ALL_TABLES'");
    }

    /** One task at a time. The lock ends with the connection. */
    public function lock(): void
    {
        if (!$this->database->lock(TABLE, LOCK_SECONDS)) {
            throw new \RuntimeException('another task has been applying settings for ' . LOCK_SECONDS . ' s');
        }
    }

    /** @param ?object $crypto OpenEMR's encryption, needed where something is stored encrypted */
    public function apply(Declaration $declaration, ?object $crypto): void
    {
        $declared = $declaration->names();
        $exists = $this->database->column('SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE()'
            . ' AND table_name = ?', TABLE) !== [];
        $taken = $exists ? $this->database->column('SELECT gl_name FROM ' . TABLE . ' ORDER BY gl_name') : [];
        $released = array_values(array_diff($taken, $declared));
        if (!$exists && $declared !== []) {
            // The server ends a transaction at such a statement, so it comes before.
            $this->database->change('CREATE TABLE ' . TABLE . ' (gl_name varchar(63) NOT NULL PRIMARY KEY,'
                . " previous_value text COMMENT 'null: there was no row') ENGINE=InnoDB CHARACTER SET utf8mb4");
        }
        $changed = $this->different($declaration, $crypto);
        $this->database->transaction(function () use ($declared, $taken, $changed, $released): void {
            foreach (array_diff($declared, $taken) as $name) {
                $this->database->change('INSERT INTO ' . TABLE . ' (gl_name, previous_value) SELECT ?,'
                    . ' (SELECT gl_value FROM globals WHERE gl_name = ? AND gl_index = 0)', $name, $name);
            }
            foreach ($changed as $name => $value) {
                $this->set($name, $value);
            }
            foreach ($released as $name) {
                $this->release($name);
            }
        });
        self::say('set', array_keys($changed));
        self::say('gave back', $released);
        if ($changed === [] && $released === []) {
            self::say('are as declared:', $declared);
        }
    }

    /** @return array<string, string> what to store, by name, where something else is stored */
    private function different(Declaration $declaration, ?object $crypto): array
    {
        $stored = fn (string $name) => $this->database->column(
            'SELECT gl_value FROM globals WHERE gl_name = ? AND gl_index = 0',
            $name
        )[0] ?? null;
        $different = [];
        foreach ($declaration->asItIs as $name => $value) {
            if ($stored($name) !== $value) {
                $different[$name] = $value;
            }
        }
        $reads = fn (?string $text, string $value) => $crypto->cryptCheckStandard($text)
            && $crypto->decryptStandard($text) === $value;
        foreach ($declaration->encrypted as $name => $value) {
            if ($reads($stored($name), $value)) {
                continue;
            }
            $different[$name] = (string) $crypto->encryptStandard($value);
            if ($different[$name] === $value || !$reads($different[$name], $value)) {
                throw new \RuntimeException("OpenEMR did not encrypt $name so that it can be read again");
            }
        }
        return $different;
    }

    private function set(string $name, string $value): void
    {
        try {
            $this->database->change('INSERT INTO globals (gl_name, gl_index, gl_value) VALUES (?, 0, ?)'
                . ' ON DUPLICATE KEY UPDATE gl_value = ?', $name, $value, $value);
        } catch (DatabaseError $problem) {
            throw in_array($problem->getCode(), MISFITS, true)
                ? new Refusal("the value of $name does not fit into OpenEMR's table: {$problem->getMessage()}")
                : $problem;
        }
    }

    private function release(string $name): void
    {
        // Copied within the database, so that its log does not hold the value.
        $this->database->change('INSERT INTO globals (gl_name, gl_index, gl_value) SELECT gl_name, 0, previous_value FROM '
            . TABLE . ' WHERE gl_name = ? AND previous_value IS NOT NULL'
            . ' ON DUPLICATE KEY UPDATE gl_value = previous_value', $name);
        $this->database->change('DELETE FROM globals WHERE gl_name = ? AND gl_index = 0 AND EXISTS (SELECT 1 FROM '
            . TABLE . ' AS own WHERE own.gl_name = ? AND previous_value IS NULL)', $name, $name);
        $this->database->change('DELETE FROM ' . TABLE . ' WHERE gl_name = ?', $name);
    }

    private static function say(string $what, array $names): void
    {
        if ($names !== []) {
            fwrite(STDOUT, "settings: $what " . implode(', ', $names) . "\n");
        }
    }
}
