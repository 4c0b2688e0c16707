/**
 * OpenEMR's side of its background services, as far as this project's script meets it. Compared with OpenEMR 7.0.3
 * (library/ajax/execute_background_services.php) and 8.2.0 (bin/console background:services) on 2026-11-29: a service
 * is claimed by one UPDATE, and freed after its function; one that ends PHP with an error has no exit code but PHP's.
 */
const CONNECT = `<?php
require dirname(__FILE__, REST) . '/sites/default/sqlconf.php';
$database = mysqli_init();
$database->real_connect($host, $login, $pass, $dbase, (int) $port, null, MYSQLI_CLIENT_SSL);
if (getenv('OPENEMR_DATABASE') !== false) die('the way to the database came by the environment');
function works() { echo 'for Jane Doe'; file_put_contents(getenv('OPENEMR_ROOT') . '/runs', "works\\n", FILE_APPEND); }
function alsoWorks() { file_put_contents(getenv('OPENEMR_ROOT') . '/runs', "also\\n", FILE_APPEND); }
function slow() { works(); usleep(1500000); }
function crashes() { not_defined(); }
function hangs() { sleep(60); }
`;

/**
 * 7.0.3 to 8.1. The name of a service among its arguments goes into $_GET, and what runs is read from $_REQUEST: so
 * from a command line it runs all that are due.
 */
export const AJAX_SCRIPT = `${CONNECT.replace("REST", "3")}
if ($argv[1] !== 'default') exit;
$_GET['background_service'] = $argv[2];
$only = isset($_REQUEST['background_service']) ? "WHERE name = '$_REQUEST[background_service]'" : 'ORDER BY sort_order';
$due = $database->query("SELECT * FROM background_services $only");
function freed() { global $service, $database; if ($service) $database->query("UPDATE background_services SET running = 0 WHERE name = '$service[name]'"); }
register_shutdown_function('freed');
while ($service = $due->fetch_assoc()) {
  if (!$service['active'] || $service['running'] == 1 || $service['execute_interval'] == 0) continue;
  $database->query("UPDATE background_services SET running = 1, next_run = NOW() + INTERVAL execute_interval MINUTE WHERE running < 1 AND NOW() > next_run AND name = '$service[name]'");
  if ($database->affected_rows < 1) continue;
  if (!function_exists($service['function'])) continue;
  try { $service['function'](); } catch (Exception $e) {}
  freed();
}
`;

/** 8.2 and later. */
export const CONSOLE = `${CONNECT.replace("REST", "2")}
if (array_slice($argv, 1, 2) !== ['background:services', 'run'] || $argv[4] !== '--json') exit(9);
$name = substr($argv[3], strlen('--name='));
$database->query("UPDATE background_services SET running = 1, lock_expires_at = NOW() + INTERVAL 60 MINUTE, next_run = NOW() + INTERVAL execute_interval MINUTE WHERE (lock_expires_at IS NULL OR lock_expires_at < NOW()) AND NOW() > next_run AND name = '$name'");
$status = $database->affected_rows < 1 ? 'already_running' : 'executed';
$service = $database->query("SELECT * FROM background_services WHERE name = '$name'")->fetch_assoc();
try { if ($status === 'executed') $service['function'](); } catch (Throwable $e) { $status = 'error'; }
if ($status !== 'already_running') $database->query("UPDATE background_services SET running = 0, lock_expires_at = NULL WHERE name = '$name'");
echo "\\n", json_encode(['name' => $name, 'status' => $status, 'nonce' => '']), "\\n";
exit($status === 'error' ? 1 : 0);
`;

export const COMMAND_CLASS = "<?php new InputOption('json', null, InputOption::VALUE_NONE);\n";

export const TABLE = `DROP TABLE IF EXISTS background_services; CREATE TABLE background_services (
  name varchar(31) NOT NULL PRIMARY KEY, title varchar(127) NOT NULL, active tinyint(1) NOT NULL DEFAULT 0,
  running tinyint(1) NOT NULL DEFAULT -1, next_run timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  execute_interval int(11) NOT NULL DEFAULT 0, \`function\` varchar(127) NOT NULL, require_once varchar(255) DEFAULT NULL,
  sort_order int(11) NOT NULL DEFAULT 100);`;

export const WITH_LEASES = "ALTER TABLE background_services ADD lock_expires_at datetime DEFAULT NULL;";
