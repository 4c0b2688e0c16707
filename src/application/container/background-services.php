<?php
// Runs OpenEMR's background services that are due, such as the queue of mail, once for the installation.
//
// By itself OpenEMR runs them only while the browser of somebody who is signed in asks for it. background-services.sh
// runs this once a minute in each task, as Apache's user. A lock in the database makes it one task at a time, and
// ends with the connection, so that a task that dies holds up nobody.
//
// Which services there are, whether they are active and how often they run is what OpenEMR's table
// background_services says (Reports, Services, Background Services). OpenEMR itself decides whether a service runs: it
// is called for each one that seems to be due, in a process of its own, so that one that fails does not end the others.
//
// A service whose process was killed stays marked as running. OpenEMR 8.2 and later give up such a mark themselves; for
// earlier ones it is done here by 8.2's rule: after twice the interval, at least 60 minutes, at most a day.
//
// Log: "background services: <name> ran in <n> s", and for a failure a line with "background services: error:", by
// which a metric filter finds it. What a service prints is left out, as it may name patients; PHP's errors are not.
//
// Environment:
//   OPENEMR_ROOT      OpenEMR's folder
//   OPENEMR_DATABASE  address, port, user, password and name of its database, a line each
//   DATABASE_CA       PEM file: who may vouch for the database
//   SERVICE_SECONDS   3600, after which a service is ended
namespace OpenEmrOnAws;

require __DIR__ . '/database.php';

const LOCK = 'openemr-on-aws background services';
const LEASE_MINUTES = [60, 1440];

/** A service of OpenEMR in a process of its own. */
final class Run
{
    // The names of signals come with an extension that the image lacks.
    private const TERMINATE = 15;
    private const KILL = 9;
    private string $output = '';

    public function __construct(private readonly string $root, private readonly string $service)
    {
    }

    /** @return ?string whether it ran: null if OpenEMR found that it is not due, '' if it did, or why it failed */
    public function outcome(int $seconds, \Closure $meanwhile): ?string
    {
        // The script of earlier versions takes a name, and looks for it where only a browser can put it.
        $command = $this->hasCommand()
            ? ["$this->root/bin/console", 'background:services', 'run', "--name=$this->service", '--json']
            : ['-r', '$_REQUEST["background_service"] = $argv[2]; require $argv[3];', '--', 'default', $this->service,
                "$this->root/library/ajax/execute_background_services.php"];
        $process = proc_open([PHP_BINARY, ...$command], [['file', '/dev/null', 'r'], ['pipe', 'w'], STDERR], $pipes, $this->root);
        if ($process === false) {
            return 'PHP cannot be started';
        }
        stream_set_blocking($pipes[1], false);
        $deadline = time() + $seconds;
        $ended = '';
        while (($status = proc_get_status($process))['running']) {
            $this->collect($pipes[1]);
            if (time() >= $deadline) {
                proc_terminate($process, $ended === '' ? self::TERMINATE : self::KILL);
                $ended = "it was ended, as it took longer than $seconds s";
                $deadline = time() + 10;
            }
            $meanwhile();
            usleep(200_000);
        }
        $this->collect($pipes[1]);
        proc_close($process);
        return $ended !== '' ? $ended : $this->verdict($status['signaled'] ? 128 + $status['termsig'] : $status['exitcode']);
    }

    /** From 8.2 on a command says what became of a service; before, nothing but the exit code of a crash. */
    private function hasCommand(): bool
    {
        $file = "$this->root/src/Common/Command/BackgroundServicesCommand.php";
        return is_file($file) && str_contains((string) file_get_contents($file), "'json'");
    }

    /** @param resource $pipe */
    private function collect($pipe): void
    {
        $this->output = substr($this->output . stream_get_contents($pipe), -10_000);
    }

    private function verdict(int $code): ?string
    {
        $said = $this->hasCommand() ? json_decode(strrchr("\n" . rtrim($this->output), "\n")) : null;
        $status = $said->status ?? ($code === 0 && !$this->hasCommand() ? 'executed' : '');
        return match (true) {
            $status === 'executed' && $code === 0 => '',
            in_array($status, ['not_due', 'already_running', 'skipped'], true) => null,
            default => trim("PHP ended with exit code $code $status") . '; lines of PHP before this one may say why',
        };
    }
}

final class Services
{
    private int $failures = 0;
    private bool $leases;

    public function __construct(private readonly Database $database, private readonly string $root, private readonly int $seconds)
    {
        $this->leases = $database->rows("SHOW COLUMNS FROM background_services LIKE 'lock_expires_at'") !== [];
    }

    /** @return int how many failed */
    public function run(): int
    {
        if (!$this->leases) {
            $this->release();
        }
        foreach ($this->due() as $name) {
            $this->runOne($name);
        }
        return $this->failures;
    }

    /** @return list<string> */
    private function due(): array
    {
        $free = $this->leases ? '1' : 'running < 1';
        return array_column($this->database->rows(
            "SELECT name FROM background_services WHERE active = 1 AND execute_interval > 0 AND next_run < NOW() AND $free"
            . ' ORDER BY sort_order, name'
        ), 'name');
    }

    /** Frees what a killed process left marked as running. next_run is the interval after its start. */
    private function release(): void
    {
        [$least, $most] = LEASE_MINUTES;
        $since = 'TIMESTAMPDIFF(MINUTE, next_run, NOW()) + execute_interval';
        $stuck = "running = 1 AND active = 1 AND execute_interval > 0 AND $since > LEAST($most, GREATEST($least, 2 * execute_interval))";
        foreach ($this->database->rows("SELECT name, $since AS minutes FROM background_services WHERE $stuck") as $row) {
            if ($this->database->change("UPDATE background_services SET running = 0 WHERE name = ? AND $stuck", $row['name']) === 1) {
                say("$row[name] was marked as running for $row[minutes] min, so its process was killed: it may run again");
            }
        }
    }

    private function runOne(string $name): void
    {
        $before = $this->nextRun($name);
        $began = time();
        $pinged = $began;
        $outcome = (new Run($this->root, $name))->outcome($this->seconds, function () use (&$pinged): void {
            // The server ends a connection that is silent for wait_timeout, and the lock with it.
            if (time() - $pinged >= 30) {
                $pinged = time();
                $this->database->rows('SELECT 1');
            }
        });
        $seconds = time() - $began;
        if ($outcome === null || ($outcome === '' && $this->nextRun($name) === $before)) {
            return;
        }
        if ($outcome === '' && !$this->leases && $this->isRunning($name)) {
            $outcome = 'its function is missing, or it ended PHP';
        }
        if ($outcome === '') {
            say("$name ran in $seconds s");
            return;
        }
        $this->failures++;
        complain("$name failed after $seconds s: $outcome");
        if (!$this->leases && $this->nextRun($name) !== $before) {
            // It was ours, and it has ended.
            $this->database->change('UPDATE background_services SET running = 0 WHERE name = ? AND running = 1', $name);
        }
    }

    private function nextRun(string $name): ?string
    {
        return $this->database->rows('SELECT next_run FROM background_services WHERE name = ?', $name)[0]['next_run'] ?? null;
    }

    private function isRunning(string $name): bool
    {
        return $this->database->rows('SELECT 1 FROM background_services WHERE name = ? AND running = 1', $name) !== [];
    }
}

function say(string $text): void
{
    fwrite(STDOUT, "background services: $text\n");
}

function complain(string $text): void
{
    fwrite(STDERR, "background services: error: $text\n");
}

ini_set('zend.exception_ignore_args', '1');
try {
    // A database that pauses takes half a minute to wake.
    $database = new Database((string) getenv('OPENEMR_DATABASE'), (string) getenv('DATABASE_CA'), 60, 30);
    // The processes of OpenEMR get their own way to the database from sqlconf.php.
    putenv('OPENEMR_DATABASE');
    if (!$database->lock(LOCK, 0)) {
        exit(0);
    }
    $services = new Services($database, (string) getenv('OPENEMR_ROOT'), (int) (getenv('SERVICE_SECONDS') ?: 3600));
    exit($services->run() === 0 ? 0 : 1);
} catch (\Throwable $problem) {
    complain($problem->getMessage());
    exit(1);
}
