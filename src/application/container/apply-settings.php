<?php
// Makes settings of OpenEMR what Terraform declares them to be: rows of OpenEMR's table globals, which
// OpenEMR reads at each request. start.sh runs this at every start of a task, as Apache's user: OpenEMR 8.2
// refuses to be loaded by root, and what it creates must be Apache's.
//
// Which settings are declared is one thing of the installation, and not of a task's definition: a parameter in
// AWS Systems Manager, which Terraform writes. A task reads it, and the secrets that it names, when it alone may
// apply settings. So whatever it waited for, and whichever definition it is of, it applies what is declared by then.
// It brings this script as its definition has it: what that reads of a declaration keeps its meaning, and may get
// more beside it.
//
// A declared setting gets its value whatever it was. One that is no longer declared gets back the value from
// before it was first declared, or loses its row if it had none; that value waits in a table of our own, in
// OpenEMR's database, so that both are restored together. No other setting is touched.
//
// No value is ever printed, and the database's log, which holds every statement, gets none that OpenEMR keeps
// encrypted: its own encryption is applied before. It never gives the same twice, so such a value is written
// only if what is stored does not decrypt to it.
//
// Environment:
//   SETTINGS_PARAMETER  ARN of the parameter: a JSON list of {"name": ..., "value": ...} and, for a secret setting,
//                       {"name": ..., "secret": name of a secret that holds JSON, "key": the value's in it,
//                       "encrypted": whether OpenEMR keeps it encrypted}
//   OPENEMR_ROOT        OpenEMR's folder
//   OPENEMR_DATABASE    what sqlconf.php says, as sqlconf.sh reads it: address, port, user, password and name, a line
//                       each. That file is not run here, for it might say more.
//   DATABASE_CA         PEM file: who may vouch for the database
// As for any AWS SDK: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, which ECS sets, or _FULL_URI, and AWS_ENDPOINT_URL.
//
// Exit code: 0 done, 1 worth another try, 2 the declaration has to be changed.
namespace OpenEmrOnAws;

const TABLE = 'openemr_on_aws_settings';
const LOCK_SECONDS = 60;
const ANSWER_SECONDS = 5;
/** Errors of MySQL that say that a value does not fit: truncated, no text of the column's encoding, too long. */
const MISFITS = [1265, 1366, 1406];

/** A problem that is still there at the next try. */
final class Refusal extends \RuntimeException
{
}

final class DatabaseError extends \RuntimeException
{
}

/** The declaration of Terraform and the secrets that it names, as the role of the task may read them by now. */
final class Declaration
{
    private readonly string $region;
    private readonly \stdClass $credentials;
    /** @var array<string, \stdClass> what a secret holds, by its name: one version for all settings that use it */
    private array $secrets = [];

    public function __construct(private readonly string $parameter)
    {
        if (!preg_match('/^arn:aws:ssm:([a-z0-9-]+):\d+:parameter\/./', $parameter, $parts)) {
            throw new Refusal("SETTINGS_PARAMETER is no ARN of a parameter: \"$parameter\"");
        }
        $this->region = $parts[1];
        $path = getenv('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
        $url = $path ? "http://169.254.170.2$path" : getenv('AWS_CONTAINER_CREDENTIALS_FULL_URI');
        if (!$url) {
            throw new \RuntimeException('there are no credentials of a role in this task: no address of them is set');
        }
        $this->credentials = self::answer('the credentials of the task', $url, []);
    }

    public function text(): string
    {
        $found = $this->ask($this->parameter, 'ssm', 'AmazonSSM.GetParameter', ['Name' => $this->parameter]);
        return $found->Parameter->Value ?? throw new \RuntimeException("{$this->parameter} has no value");
    }

    /** The text at a key of a secret's JSON. */
    public function secret(string $name, string $key): string
    {
        if (!isset($this->secrets[$name])) {
            $question = ['SecretId' => $name];
            $found = $this->ask("the secret $name", 'secretsmanager', 'secretsmanager.GetSecretValue', $question);
            $values = json_decode($found->SecretString ?? '');
            if (!$values instanceof \stdClass) {
                throw new Refusal("the secret $name holds no JSON object");
            }
            $this->secrets[$name] = $values;
        }
        $text = $this->secrets[$name]->$key ?? null;
        if (!is_string($text) || $text === '') {
            throw new Refusal("the secret $name has no text at the key $key");
        }
        return $text;
    }

    private function ask(string $what, string $service, string $action, array $question): \stdClass
    {
        $endpoint = getenv('AWS_ENDPOINT_URL') ?: "https://$service.{$this->region}.amazonaws.com";
        return self::answer($what, "$endpoint/", [
            CURLOPT_AWS_SIGV4 => "aws:amz:{$this->region}:$service",
            CURLOPT_USERNAME => $this->credentials->AccessKeyId ?? '',
            CURLOPT_PASSWORD => $this->credentials->SecretAccessKey ?? '',
            CURLOPT_HTTPHEADER => [
                'Content-Type: application/x-amz-json-1.1',
                "X-Amz-Target: $action",
                'X-Amz-Security-Token: ' . ($this->credentials->Token ?? ''),
            ],
            CURLOPT_POSTFIELDS => json_encode($question),
        ]);
    }

    /** @param array<int, mixed> $options of curl, which verifies certificates and names unless it is told not to */
    private static function answer(string $what, string $url, array $options): \stdClass
    {
        $request = curl_init($url);
        $common = [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => ANSWER_SECONDS];
        if (!curl_setopt_array($request, $common + $options)) {
            throw new \RuntimeException('this PHP cannot ask AWS: ' . curl_error($request));
        }
        $text = curl_exec($request);
        if ($text === false) {
            throw new \RuntimeException("$what cannot be read: " . curl_error($request));
        }
        $said = json_decode($text);
        $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
        if ($status !== 200 || !$said instanceof \stdClass) {
            $reason = array_filter([$said->__type ?? null, $said->message ?? $said->Message ?? null], is_string(...));
            $host = parse_url($url, PHP_URL_HOST);
            throw new \RuntimeException("$what cannot be read: $host answers $status " . implode(': ', $reason));
        }
        return $said;
    }
}

/** How the process ends. OpenEMR's code may end it at any point, and then with the exit code of success. */
final class Ending
{
    public static int $code = 1;
    public static string $reason = 'this ended for an unknown reason';
    /** @var array<string, string> what stands for a secret in a message, by the secret */
    public static array $hidden = [];

    public static function because(\Throwable $problem): void
    {
        self::$code = $problem instanceof Refusal ? 2 : 1;
        self::$reason = strtr($problem->getMessage(), self::$hidden);
    }
}

final class Settings
{
    /** @var array<string, string> by name, what is stored as it is */
    private array $asItIs = [];
    /** @var array<string, string> by name, what OpenEMR keeps encrypted */
    private array $encrypted = [];
    private \mysqli $database;

    public function read(Declaration $declaration): void
    {
        foreach (self::entries($declaration->text()) as $i => $entry) {
            $name = $entry->name ?? null;
            if (!is_string($name)) {
                throw new Refusal("entry $i of the declaration has no name");
            }
            if (!preg_match('/^[A-Za-z_][A-Za-z0-9_]{0,62}$/D', $name)) {
                throw new Refusal("\"$name\" is no name of a setting: letters, digits and _, at most 63");
            }
            if (isset($this->asItIs[$name]) || isset($this->encrypted[$name])) {
                throw new Refusal("$name is declared twice");
            }
            [$value, $encrypted] = [$entry->value ?? null, $entry->encrypted ?? null];
            if (is_string($value) === is_bool($encrypted)) {
                throw new Refusal("$name is declared with neither a value nor whether it is encrypted, or with both");
            }
            if (is_bool($encrypted)) {
                [$secret, $key] = [$entry->secret ?? null, $entry->key ?? null];
                if (!is_string($secret) || !is_string($key)) {
                    throw new Refusal("$name is declared without its secret and the key in it");
                }
                $value = $declaration->secret($secret, $key);
                Ending::$hidden[$value] = '(secret)';
            }
            if ($encrypted) {
                $this->encrypted[$name] = $value;
            } else {
                $this->asItIs[$name] = $value;
            }
        }
        ksort($this->asItIs);
        ksort($this->encrypted);
    }

    /** @return list<\stdClass> */
    private static function entries(string $declaration): array
    {
        try {
            $entries = json_decode($declaration, false, 8, JSON_THROW_ON_ERROR);
        } catch (\JsonException $problem) {
            throw new Refusal("the declaration is no JSON: {$problem->getMessage()}");
        }
        if (!is_array($entries)) {
            throw new Refusal('the declaration is no list of settings');
        }
        foreach ($entries as $i => $entry) {
            if (!$entry instanceof \stdClass) {
                throw new Refusal("entry $i of the declaration is no setting");
            }
        }
        return $entries;
    }

    public function needsOpenEmr(): bool
    {
        return $this->encrypted !== [];
    }

    /** Connects over TLS to the database that OpenEMR uses, and to none that cannot prove to be it. */
    public function connect(string $configuration, string $authorities): void
    {
        $values = explode("\n", $configuration);
        if (count($values) < 5) {
            throw new \RuntimeException("OPENEMR_DATABASE does not name OpenEMR's database");
        }
        [$host, $port, $login, $pass, $dbase] = $values;
        $this->database = new \mysqli();
        $this->database->options(MYSQLI_OPT_CONNECT_TIMEOUT, 10);
        $this->database->options(MYSQLI_OPT_READ_TIMEOUT, LOCK_SECONDS + 30);
        $this->database->options(MYSQLI_OPT_SSL_VERIFY_SERVER_CERT, true);
        $this->database->ssl_set(null, null, $authorities, null, null);
        try {
            @$this->database->real_connect($host, $login, $pass, $dbase, (int) $port, null, MYSQLI_CLIENT_SSL);
            $this->database->set_charset('utf8mb4');
        } catch (\mysqli_sql_exception $problem) {
            // Only a warning says why TLS objects.
            $warning = error_get_last()['message'] ?? '';
            throw new \RuntimeException("no connection to $host:$port: {$problem->getMessage()} $warning");
        }
        $this->ask("SET SESSION sql_mode = 'STRICT_ALL_TABLES'");
    }

    /** One task at a time. The lock ends with the connection. */
    public function lock(): void
    {
        if ($this->column('SELECT GET_LOCK(?, ?)', TABLE, LOCK_SECONDS) !== [1]) {
            throw new \RuntimeException('another task has been applying settings for ' . LOCK_SECONDS . ' s');
        }
    }

    /** @param ?object $crypto OpenEMR's encryption; needed if {@see needsOpenEmr} says so */
    public function apply(?object $crypto): void
    {
        $declared = array_keys($this->asItIs + $this->encrypted);
        $exists = $this->column('SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE()'
            . ' AND table_name = ?', TABLE) !== [];
        $taken = $exists ? $this->column('SELECT gl_name FROM ' . TABLE . ' ORDER BY gl_name') : [];
        $released = array_values(array_diff($taken, $declared));
        if (!$exists && $declared !== []) {
            // The server ends a transaction at such a statement, so it comes before.
            $this->ask('CREATE TABLE ' . TABLE . ' (gl_name varchar(63) NOT NULL PRIMARY KEY,'
                . " previous_value text COMMENT 'null: there was no row') ENGINE=InnoDB CHARACTER SET utf8mb4");
        }
        $changed = $this->different($crypto);
        $this->database->begin_transaction();
        foreach (array_diff($declared, $taken) as $name) {
            $this->ask('INSERT INTO ' . TABLE . ' (gl_name, previous_value) SELECT ?,'
                . ' (SELECT gl_value FROM globals WHERE gl_name = ? AND gl_index = 0)', $name, $name);
        }
        foreach ($changed as $name => $value) {
            $this->set($name, $value);
        }
        foreach ($released as $name) {
            $this->release($name);
        }
        $this->database->commit();
        self::say('set', array_keys($changed));
        self::say('gave back', $released);
        if ($changed === [] && $released === []) {
            self::say('are as declared:', $declared);
        }
    }

    /** @return array<string, string> what to store, by name, where something else is stored */
    private function different(?object $crypto): array
    {
        $stored = fn (string $name) => $this->column(
            'SELECT gl_value FROM globals WHERE gl_name = ? AND gl_index = 0',
            $name
        )[0] ?? null;
        $different = [];
        foreach ($this->asItIs as $name => $value) {
            if ($stored($name) !== $value) {
                $different[$name] = $value;
            }
        }
        $reads = fn (?string $text, string $value) => $crypto->cryptCheckStandard($text)
            && $crypto->decryptStandard($text) === $value;
        foreach ($this->encrypted as $name => $value) {
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
            $this->ask('INSERT INTO globals (gl_name, gl_index, gl_value) VALUES (?, 0, ?)'
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
        $this->ask('INSERT INTO globals (gl_name, gl_index, gl_value) SELECT gl_name, 0, previous_value FROM '
            . TABLE . ' WHERE gl_name = ? AND previous_value IS NOT NULL'
            . ' ON DUPLICATE KEY UPDATE gl_value = previous_value', $name);
        $this->ask('DELETE FROM globals WHERE gl_name = ? AND gl_index = 0 AND EXISTS (SELECT 1 FROM '
            . TABLE . ' AS own WHERE own.gl_name = ? AND previous_value IS NULL)', $name, $name);
        $this->ask('DELETE FROM ' . TABLE . ' WHERE gl_name = ?', $name);
    }

    private function ask(string $statement, string|int ...$values): \mysqli_result|bool
    {
        // OpenEMR's database library switches exceptions off, also whenever it connects.
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        try {
            return $this->database->execute_query($statement, $values);
        } catch (\mysqli_sql_exception $problem) {
            // Its message may quote a value; the statement has none.
            $code = $problem->getCode();
            throw new DatabaseError("the database answers with error $code to: $statement", $code);
        }
    }

    /** The first column of the answer. */
    private function column(string $statement, string|int ...$values): array
    {
        return array_column($this->ask($statement, ...$values)->fetch_all(), 0);
    }

    private static function say(string $what, array $names): void
    {
        if ($names !== []) {
            fwrite(STDOUT, "settings: $what " . implode(', ', $names) . "\n");
        }
    }
}

ini_set('display_errors', '0');
ini_set('zend.exception_ignore_args', '1');
// The output of OpenEMR goes nowhere: when a query fails, 7.0.3 prints the arguments of each function on the way.
ob_start(fn () => '');
register_shutdown_function(function (): never {
    if (Ending::$reason !== '') {
        fwrite(STDERR, 'settings: ' . Ending::$reason . "\n");
    }
    exit(Ending::$code);
});

// OpenEMR's variables are global as well: ours have names that it does not have.
try {
    $openEmrOnAwsDeclaration = new Declaration((string) getenv('SETTINGS_PARAMETER'));
    $openEmrOnAwsSettings = new Settings();
    $openEmrOnAwsSettings->connect((string) getenv('OPENEMR_DATABASE'), (string) getenv('DATABASE_CA'));
    $openEmrOnAwsSettings->lock();
    $openEmrOnAwsSettings->read($openEmrOnAwsDeclaration);
    if ($openEmrOnAwsSettings->needsOpenEmr()) {
        // As OpenEMR's own bin/console loads it, but for the session, which needs no cache.
        ini_set('session.save_handler', 'files');
        ini_set('session.save_path', sys_get_temp_dir());
        $_GET['site'] = 'default';
        $ignoreAuth = true;
        $sessionAllowWrite = true;
        Ending::$reason = 'OpenEMR ended while it was loaded or encrypted: the lines before this one may say why';
        require getenv('OPENEMR_ROOT') . '/interface/globals.php';
    }
    $openEmrOnAwsSettings->apply(match (true) {
        !$openEmrOnAwsSettings->needsOpenEmr() => null,
        // From 8.1 on.
        is_callable(['OpenEMR\BC\ServiceContainer', 'getCrypto']) => \OpenEMR\BC\ServiceContainer::getCrypto(),
        default => new \OpenEMR\Common\Crypto\CryptoGen(),
    });
    Ending::$code = 0;
    Ending::$reason = '';
} catch (\Throwable $problem) {
    Ending::because($problem);
}
