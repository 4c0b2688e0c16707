#!/bin/sh
# Removes the patients that npm run sample-patients has made, and that nobody has worked with: those with all three marks,
# and with nothing in the database but what that command and OpenEMR itself put there. Others are told, and left.
set -eu
passwords=${PASSWORDS_DIRECTORY:-/run/openemr-passwords}
if [ -z "${MYSQL_PASS:-}" ]; then MYSQL_PASS=$(cat "$passwords/MYSQL_PASS"); fi
export MYSQL_PASS
cat >/tmp/remove-samples.php <<'PHP'
<?php
set_exception_handler(function ($error) { echo $error->getMessage(), ". Patients that were told as removed are; nothing else was changed\n"; exit(1); });
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$database = mysqli_init();
$database->options(MYSQLI_OPT_SSL_VERIFY_SERVER_CERT, true);
$database->ssl_set(null, null, (getenv('TLS_DIRECTORY') ?: '/run/openemr-tls') . '/mysql-ca.pem', null, null);
$database->real_connect(getenv('MYSQL_HOST'), getenv('MYSQL_USER'), getenv('MYSQL_PASS'), getenv('MYSQL_DATABASE') ?: 'openemr', (int) getenv('MYSQL_PORT'), null, MYSQLI_CLIENT_SSL);

// Tables with rows of the command, or of OpenEMR for each patient. The records of who did what stay, as in OpenEMR's own deletion.
const OWN = ['patient_data', 'form_encounter', 'forms', 'form_vitals', 'lists', 'lists_touch', 'issue_encounter', 'openemr_postcalendar_events', 'history_data', 'employer_data', 'insurance_data', 'patient_history', 'patient_tracker'];
const RECORDS = ['api_log', 'audit_master', 'clinical_rules_log', 'extended_log', 'log', 'notification_log'];

$columns = [];
$found = $database->query("SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name) WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND (column_name IN ('pid', 'patient_id', 'pc_pid', 'ct_pid') OR (table_name = 'documents' AND column_name = 'foreign_id'))");
foreach ($found->fetch_all() as [$table, $column]) {
    // Its column is the number of the row in patient_data, and not of the patient.
    if ($table !== 'person_patient_link' && !in_array($table, RECORDS)) $columns[] = [$table, $column];
}
$tables = array_column($columns, 0);
$delete = fn ($table, $where, $value) => $database->execute_query("DELETE FROM `$table` WHERE $where", [$value]);
$has = fn ($table) => $database->execute_query('SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?', [$table])->num_rows > 0;
$details = array_filter(['lists_medication' => 'list_id IN (SELECT id FROM lists WHERE pid = ?)', 'form_vital_details' => 'form_id IN (SELECT id FROM form_vitals WHERE pid = ?)', 'patient_tracker_element' => 'pt_tracker_id IN (SELECT id FROM patient_tracker WHERE pid = ?)'], $has, ARRAY_FILTER_USE_KEY);

$marks = ["lname LIKE '%-Sample'", "pubpid LIKE 'SAMPLE-%'", "email LIKE 'sample-%@sample-patients.invalid'"];
$some = $database->query('SELECT COUNT(*) FROM patient_data WHERE (' . implode(' OR ', $marks) . ') AND NOT (' . implode(' AND ', array_map(fn ($mark) => "COALESCE($mark, FALSE)", $marks)) . ')')->fetch_row()[0];
$removed = $left = 0;
foreach ($database->query('SELECT pid FROM patient_data WHERE ' . implode(' AND ', $marks) . ' ORDER BY pid')->fetch_all() as [$pid]) {
    $database->begin_transaction();
    $database->execute_query('SELECT pid FROM patient_data WHERE pid = ? FOR UPDATE', [$pid]);
    $others = [];
    foreach ($columns as [$table, $column]) {
        if (in_array($table, OWN)) continue;
        if ($database->execute_query("SELECT 1 FROM `$table` WHERE `$column` = ? LIMIT 1", [$pid])->num_rows > 0) $others[] = $table;
    }
    if ($others) {
        $database->rollback();
        echo "Patient $pid is left: somebody has worked with it (", implode(', ', $others), ")\n";
        $left++;
        continue;
    }
    foreach ($details as $table => $where) $delete($table, $where, $pid);
    foreach ($columns as [$table, $column]) {
        if (!in_array($table, OWN) || $table === 'patient_data') continue;
        if ($has('uuid_registry') && $database->query("SHOW COLUMNS FROM `$table` LIKE 'uuid'")->num_rows > 0) {
            $delete('uuid_registry', "uuid IN (SELECT uuid FROM `$table` WHERE `$column` = ?)", $pid);
        }
        $delete($table, "`$column` = ?", $pid);
    }
    if ($has('uuid_registry')) {
        if ($has('uuid_mapping')) $delete('uuid_mapping', 'target_uuid = (SELECT uuid FROM patient_data WHERE pid = ?)', $pid);
        $delete('uuid_registry', 'uuid = (SELECT uuid FROM patient_data WHERE pid = ?)', $pid);
    }
    $delete('patient_data', 'pid = ?', $pid);
    $database->commit();
    $removed++;
}
echo "$removed sample patients are removed", $left ? ", $left are left for OpenEMR's own deletion in the patient's record" : '', "\n";
if ($some > 0) echo "$some patients have a mark of sample patients, but not all of them, and are left\n";
PHP
exec php -d display_errors=stderr /tmp/remove-samples.php
