<?php
// OpenEMR's database for this project's own scripts: over TLS, and none that cannot prove to be it.
namespace OpenEmrOnAws;

/** An answer of the database that is an error. Its text has the statement, and none of the values. */
final class DatabaseError extends \RuntimeException
{
}

final class Database
{
    private readonly \mysqli $connection;

    /**
     * @param string $configuration address, port, user, password and name, a line each, as sqlconf.sh reads them
     * @param string $authorities PEM file: who may vouch for the database
     */
    public function __construct(string $configuration, string $authorities, int $connectSeconds, int $readSeconds)
    {
        $values = explode("\n", $configuration);
        if (count($values) < 5) {
            throw new \RuntimeException("OPENEMR_DATABASE does not name OpenEMR's database");
        }
        [$host, $port, $login, $password, $name] = $values;
        $this->connection = new \mysqli();
        $this->connection->options(MYSQLI_OPT_CONNECT_TIMEOUT, $connectSeconds);
        $this->connection->options(MYSQLI_OPT_READ_TIMEOUT, $readSeconds);
        $this->connection->options(MYSQLI_OPT_SSL_VERIFY_SERVER_CERT, true);
        $this->connection->ssl_set(null, null, $authorities, null, null);
        try {
            mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
            @$this->connection->real_connect($host, $login, $password, $name, (int) $port, null, MYSQLI_CLIENT_SSL);
            $this->connection->set_charset('utf8mb4');
        } catch (\mysqli_sql_exception $problem) {
            // Only a warning says why TLS objects.
            $warning = error_get_last()['message'] ?? '';
            $reason = preg_replace('/\s+/', ' ', trim("{$problem->getMessage()} $warning"));
            throw new \RuntimeException("no connection to $host:$port: $reason");
        }
    }

    /** @return list<array<string, mixed>> */
    public function rows(string $statement, string|int ...$values): array
    {
        return $this->execute($statement, $values)->fetch_all(MYSQLI_ASSOC);
    }

    /** @return list<mixed> the first column of the answer */
    public function column(string $statement, string|int ...$values): array
    {
        return array_column($this->execute($statement, $values)->fetch_all(), 0);
    }

    /** @return int how many rows were changed */
    public function change(string $statement, string|int ...$values): int
    {
        $this->execute($statement, $values);
        return $this->connection->affected_rows;
    }

    /** Does all that the function does, or nothing of it. */
    public function transaction(\Closure $changes): void
    {
        $this->connection->begin_transaction();
        $changes();
        $this->connection->commit();
    }

    /** @return bool whether this process has the lock of that name, which ends with the connection */
    public function lock(string $name, int $seconds): bool
    {
        return $this->column('SELECT GET_LOCK(?, ?)', $name, $seconds) === [1];
    }

    private function execute(string $statement, array $values): \mysqli_result|bool
    {
        // OpenEMR's database library switches exceptions off, also whenever it connects.
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        try {
            return $this->connection->execute_query($statement, $values);
        } catch (\mysqli_sql_exception $problem) {
            // Its message may quote a value; the statement has none.
            $code = $problem->getCode();
            throw new DatabaseError("the database answers with error $code to: $statement", $code);
        }
    }
}
