/**
 * Stands for OpenEMR's image: scripts with the behaviour of upstream's openemr.sh towards shared
 * files, database, cache and exit codes, written for these tests. Compared on 2026-11-29 with openemr.sh,
 * devtoolsLibrary.source, auto_configure.php and fsupgrade-N.sh of 7.0.3, 7.0.4, 8.0.0, 8.1.0 and 8.2.0, and with
 * openemr.sh and fsupgrade-15.sh of 8.4.1.
 *
 * FORM=old is 7.0.3 to 8.0.0: sh, the installer is tried for ever, fsupgrade scripts end with 0 whatever happened, sessions
 * go to the cache without asking for it. FORM=new is 8.1 to 8.2: `set -u`, the installer's first failure ends the script
 * (a counter that is 0 is a failed command), a file docker-leader is left behind, a cache that is away ten times gives
 * sessions in files. FORM=newest is 8.4: as new, and fsupgrade scripts look at the exit code of the database script.
 * Both forms of the leader line are there, and end a task as they do: that they are never met is seen by that.
 *
 * `step` is where a test can stop it: a task that has STOP_AT=<step> stays there until it is killed.
 */
export const OPENEMR = `#!/bin/sh
set -e
step() {
  echo "$1" >> "$FAKE/steps-$TASK"
  if [ "\${STOP_AT:-}" = "$1" ]; then : > "$FAKE/stopped"; sleep 60; fi
}
form=\${FORM:-old}
if [ $form != old ]; then set -u; fi
. "$ROOT_HOME/devtoolsLibrary.source"
sites=$OPENEMR_ROOT/sites
authority=yes operator=yes
case \${K8S:-} in admin) operator=no ;; worker) authority=no ;; esac
env | cut -d = -f 1 | sort > "$FAKE/environment-\${K8S:-none}-$TASK"
if [ "\${SWARM_MODE:-}" = yes ]; then
  echo "$TASK" >> "$FAKE/swarm"
  set -C
  if [ \${LEADER_LINE:-group} = group ]; then { > "$sites/docker-leader"; } 2>/dev/null || authority=no
  else : > "$sites/docker-leader" 2>/dev/null || authority=no; fi
  set +C
  if [ $authority = no ]; then
    while [ ! -f "$sites/docker-completed" ]; do echo "openemr.sh waits"; sleep 0.1; done
  fi
fi
number() { cat "$1" 2>/dev/null || echo 0; }
upgrade() {
  c=$had
  while [ "$c" -lt "$root" ]; do
    c=$((c + 1))
    step "before-fsupgrade-$c"
    echo "Start: Processing fsupgrade-$c.sh upgrade script"
    sh "$ROOT_HOME/fsupgrade-$c.sh"
    echo "Completed: Processing fsupgrade-$c.sh upgrade script"
  done
  step before-docker-version
  printf %s "$root" > "$sites/default/docker-version"
  step after-docker-version
}
root=$(number "$ROOT_HOME/docker-version") had=$(number "$sites/default/docker-version")
due=no
if [ $authority = yes ] && [ "$root" -gt "$had" ]; then due=yes; fi
if [ $form != old ] && [ $authority = yes ]; then
  date > "$sites/docker-leader"
  if [ $due = yes ]; then upgrade; fi
fi
if grep -q system "$sites/default/sqlconf.php"; then echo "$TASK" >> "$FAKE/foreign-code-ran"; fi
# As PHP, which is given a file that is not there, ends this script.
config=$(sed -n 's/^[$]config = \\([01]\\);.*/\\1/p' "$sites/default/sqlconf.php")
if [ $authority = no ] && [ "$config" = 0 ]; then
  echo "Critical failure! An OpenEMR worker is trying to run on a missing configuration."
  exit 1
fi
for ca in mysql-ca:mysql/server/mysql-ca redis-ca:redis/redis-ca; do
  to=$sites/default/documents/certificates/\${ca%%:*}
  [ -f "$to" ] || cp "$ROOT_HOME/certs/\${ca#*:}" "$to"
done
auto_setup() {
  if [ "\${FAIL_AT:-}" = installer ]; then
    echo "ERROR: unable to execute SQL: 'CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASS'' due to: refused"
    return 1
  fi
  if [ "$(cat "$FAKE/tables")" != 0 ]; then echo "Table 'addresses' already exists"; return 1; fi
  step before-tables
  echo 120 > "$FAKE/tables"
  step tables
  sleep "\${WORK_SECONDS:-0}"
  echo "$MYSQL_USER" >> "$FAKE/users"
  echo "CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASS'" >> "$FAKE/audit-log"
  # PHP empties the file, and writes a line or some at a time.
  : > "$sites/default/sqlconf.php"
  step sqlconf-empty
  sqlconf 1 | head -n 6 > "$sites/default/sqlconf.php"
  step sqlconf-half
  sqlconf 1 > "$sites/default/sqlconf.php"
  step sqlconf
  version_row
  step version
  echo 280 > "$FAKE/tables"
  echo "$TASK" >> "$FAKE/installed"
  config=1
}
if [ $authority = yes ] && [ "$config" = 0 ] && [ "$MYSQL_ROOT_PASS" != "" ]; then
  echo "Running quick setup!"
  while ! auto_setup; do
    echo "Couldn't set up. Any of these reasons could be what's wrong:"
    sleep 0.1
    if [ $form != old ]; then exit 1; fi
  done
  if [ $form != old ]; then echo "$root" > "$sites/default/docker-version"; fi
  step installed
fi
if [ $form = old ] && [ $due = yes ] && [ "$config" = 1 ]; then upgrade; fi
if [ -n "\${REDIS_SERVER:-}" ] && [ ! -f "$ROOT_HOME/php-redis-configured" ]; then
  answers=no
  if [ $form = old ]; then answers=yes
  else
    # Ten tries, a second apart in the real one.
    for try in 1 2 3 4 5 6 7 8 9 10; do
      if [ ! -f "$FAKE/cache-down" ] && [ ! -f "$FAKE/cache-down-for-worker" ]; then answers=yes; break; fi
      sleep 0.01
    done
  fi
  if [ $answers = yes ]; then
    echo redis > "$FAKE/sessions-$TASK"
    : > "$ROOT_HOME/php-redis-configured"
  else
    echo "Warning: Redis at $REDIS_SERVER not available, using file sessions"
  fi
fi
if [ $authority = yes ] || [ "\${SWARM_MODE:-}" = yes ]; then
  if [ "$config" = 1 ] && [ -f auto_configure.php ]; then
    rm -f admin.php acl_upgrade.php setup.php sql_patch.php sql_upgrade.php ippf_upgrade.php auto_configure.php
  fi
fi
if [ "\${SWARM_MODE:-}" = yes ] && [ $authority = yes ]; then
  touch "$sites/docker-completed"
  rm -f "$sites/docker-leader"
fi
step end
if [ $operator = yes ]; then
  ls > "$FAKE/root-of-$TASK"
  echo "$TASK" >> "$FAKE/serving"
  : > "$FAKE/httpd-$TASK"
  echo 'Starting Apache!'
  exec "$HTTPD"
fi
echo "OpenEMR configuration tasks have concluded."
`;

/** Apache: it takes the signal that lets requests end, and does what a test wants of it. */
export const HTTPD = `#!/bin/sh
trap 'echo drained >> "$FAKE/drained-$TASK"; rm -f "$FAKE/httpd-$TASK"; exit 0' WINCH TERM
while [ ! -e "$FAKE/crash-$TASK" ]; do sleep 0.1; done
rm -f "$FAKE/httpd-$TASK"
exit 9
`;

/** devtoolsLibrary.source, and what OpenEMR's own code does for the scripts above. */
export const LIBRARY = `
image_client() { mariadb --skip-ssl -u "$CUSTOM_USER"; }
sqlconf() {
  printf '%s\\n' '<?php' '//  OpenEMR' "\\$host = '$MYSQL_HOST';" "\\$port = '$MYSQL_PORT';" "\\$login = '$MYSQL_USER';" \\
    "\\$pass = '$MYSQL_PASS';" "\\$dbase = 'openemr';" '$sqlconf = array();' 'global $sqlconf;' \\
    '$sqlconf["host"]= $host;' "\\$config = $1; /////////////" '?>'
}
version_row() {
  # As OpenEMR 8 does without a row.
  if [ -e "$FAKE/schema" ] && [ ! -s "$FAKE/schema" ]; then echo "PHP Fatal error:  Missing version entry"; return 1; fi
  for field in v_major v_minor v_patch v_realpatch v_database; do
    sed -n "s/^[$]$field *= *'*\\([0-9]*\\)'*;.*/\\1/p" "$OPENEMR_ROOT/version.php"
  done | tr '\\n' '\\t' | sed 's/.$//' > "$FAKE/schema"
}
`;

/** Versions of OpenEMR from which upstream's scripts 1 to 9 upgrade. */
const PRIOR = ["5.0.1", "5.0.2", "6.0.0", "6.1.0", "7.0.0", "7.0.1", "7.0.2", "7.0.3", "7.0.4"];

/** One of upstream's fsupgrade scripts, with the database script that it runs. */
export const upgradeScript = (number: number) => `#!/bin/sh
priorOpenemrVersion="${PRIOR[number - 1]}"
. "$ROOT_HOME/devtoolsLibrary.source"
step() {
  echo "$1" >> "$FAKE/steps-$TASK"
  if [ "\${STOP_AT:-}" = "$1" ]; then : > "$FAKE/stopped"; sleep 60; fi
}
# Replaces $form_old_version, as images up to 8.2 do.
sql_upgrade() {
  [ -f "$OPENEMR_ROOT/sql_upgrade.php" ] || return 255
  step "before-sql-${number}"
  echo "ALTER TABLE a${number} ADD b int<br />"
  if [ "\${FAIL_STATEMENT:-}" = ${number} ]; then
    if [ -n "\${STATEMENT:-}" ]; then echo "$STATEMENT<br />"; fi
    echo "PHP Warning:  something else"
    echo "<p class='text-danger'>The above statement failed: $FAILED_STATEMENT<br />Upgrading will continue.<br /></p>"
  fi
  sleep "\${WORK_SECONDS:-0}"
  step "in-sql-${number}"
  if [ "\${FAIL_AT:-}" = ${number} ]; then echo "PHP Fatal error:  Uncaught Error"; return 255; fi
  echo "<p class='text-success'>Updating version indicators...</p><br />"
  version_row || return 255
  echo "$TASK ${number}" >> "$FAKE/upgraded"
  step "after-sql-${number}"
}
echo "Start: Fix permissions"
echo "Start: Upgrade database for default from 1.0.0"
code=0
sql_upgrade || code=$?
if [ $code != 0 ] && [ "\${FORM:-old}" = newest ]; then exit 1; fi
echo "Completed: Upgrade database for default from 1.0.0"
echo "Completed: Upgrade to docker-version ${number}"
`;

/** The database's client: what it was given is noted, the database is a few files. */
export const CLIENT = `#!/bin/sh
echo "$*" >> "$FAKE/client-arguments"
if [ -e "$FAKE/count" ]; then . "$FAKE/count"; fi
[ ! -f "$FAKE/down" ] || { echo "ERROR 2002 (HY000): Can't connect to server" >&2; exit 1; }
case $* in
  *--user=dbadmin*) password=$(cat "$FAKE/password") ;;
  *) password=$(sed -n "s/^[$]pass *= *'\\(.*\\)';/\\1/p" "$FAKE/../sites/default/sqlconf.php") ;;
esac
[ "$MYSQL_PWD" = "$password" ] || { echo "ERROR 1045 (28000): Access denied" >&2; exit 1; }
case $* in *--user=dbadmin*) ;; *"DROP "* | *processlist* | *mysql.db*) echo "ERROR 1227 (42000): Access denied" >&2; exit 1 ;; esac
foreign() { cat "$FAKE/foreign" 2>/dev/null || :; }
case $* in
  *"INSERT IGNORE INTO"*openemr_on_aws_moment*)
    [ -e "$FAKE/moment" ] || printf '%s %s' "$TASK" "$(date +%s)" > "$FAKE/moment"
    cat "$FAKE/moment" ;;
  *"'openemr_on_aws_settings'"*) cat "$FAKE/tables-of-serving" 2>/dev/null || echo 0 ;;
  *"table_name = 'openemr_on_aws_moment'"*) [ -e "$FAKE/moment" ] && echo 1 || echo 0 ;;
  *.openemr_on_aws_moment*) cat "$FAKE/moment" ;;
  *"DROP DATABASE"*) echo 0 > "$FAKE/tables"; rm -f "$FAKE/schema"; echo drop >> "$FAKE/dropped" ;;
  *"ALTER USER"*) echo "\${*##*--execute=}" >> "$FAKE/audit-log" ;;
  *"DROP USER"*) echo user >> "$FAKE/dropped-users" ;;
  *"KILL "*) [ ! -e "$FAKE/aurora" ] || exit 1; rm -f "$FAKE/foreign"; echo KILL >> "$FAKE/killed" ;;
  *rds_kill*) rm -f "$FAKE/foreign"; echo rds_kill >> "$FAKE/killed" ;;
  *mysql.db*) cat "$FAKE/rights-elsewhere" 2>/dev/null || echo 0 ;;
  *"SELECT id "*processlist*) foreign | sed 's/.*/7/' ;;
  *"SELECT DISTINCT"*processlist*) foreign ;;
  *processlist*) cat "$FAKE/busy" 2>/dev/null || echo 0 ;;
  *.patient_data*) cat "$FAKE/patients" ;;
  *"table_name = 'patient_data'"*) [ "$(cat "$FAKE/tables")" = 0 ] && echo 0 || echo 1 ;;
  *"table_name = 'version'"*) [ -e "$FAKE/schema" ] && echo 1 || echo 0 ;;
  *"SELECT v_acl"*) echo 12 ;;
  *"INSERT INTO"*version*" 12 FROM DUAL"*) [ -s "$FAKE/schema" ] || printf '0\\t0\\t0\\t0\\t0' > "$FAKE/schema" ;;
  *.version*) cat "$FAKE/schema" ;;
  *information_schema*) cat "$FAKE/tables" ;;
esac
`;

/** Notes a call of a command, and stays there, or fails, if it is the one that a test wants that of. */
export const COUNT = `
echo "\${0##*/} $*" | tr '\\n' ' ' | cut -c 1-150 >> "$FAKE/calls-$TASK"
call=$(wc -l < "$FAKE/calls-$TASK" | tr -d ' ')
if [ "\${FAIL_AT_CALL:-}" = "$call" ]; then echo "\${0##*/}: Stale file handle" >&2; exit 1; fi
if [ "\${STOP_AT_CALL:-}" = "$call" ]; then : > "$FAKE/stopped"; exec sleep 60; fi
`;

/**
 * PHP: it asks the cache, says where sessions are, and runs apply-settings.php, of which it notes who ran it and in
 * which state OpenEMR was then. That fails as often as fake/settings-failures says, with the code in fake/settings-code.
 */
export const PHP = `#!/bin/sh
case "$*" in
  *stream_socket_client*)
    if [ -f "$FAKE/cache-down" ]; then printf 'PHP Deprecated: x\\nConnection refused\\n' >&2; exit 1; fi
    exit 0 ;;
  *file-keys.php*)
    echo "$TASK $(cat "$DATABASE_CA") $OPENEMR_DATABASE" | head -n 1 >> "$FAKE/compared-keys"
    cat "$FAKE/strange-keys" 2>/dev/null && exit 3
    exit 0 ;;
  *background-services.php*) echo "$TASK" >> "$FAKE/services"; exec sleep 60 ;;
  *session.save_handler*) cat "$FAKE/sessions-$TASK" 2>/dev/null || echo files; exit ;;
esac
names=$(env | grep -E '^(AWS_|SETTINGS_PARAMETER|MYSQL_ROOT_PASS|MYSQL_PASS|OE_PASS)' | sort | tr '\\n' ' ')
echo "$TASK $(cat "$OPENEMR_ROOT/sites/default/docker-version") $(cat "$DATABASE_CA") $names" >> "$FAKE/applied"
printf '%s\\n' "$OPENEMR_DATABASE" > "$FAKE/given-database"
cat "$1" > "$FAKE/settings-script"
left=$(cat "$FAKE/settings-failures" 2>/dev/null || echo 0)
if [ "$left" -gt 0 ]; then
  echo $((left - 1)) > "$FAKE/settings-failures"
  echo "settings: no connection"
  exit "$(cat "$FAKE/settings-code" 2>/dev/null || echo 1)"
fi
echo "settings: applied"
`;

/** web-server.sh, which has tests of its own with Apache: here its calls are noted. */
export const WEB_SERVER = `
web_port=0 web_folder=$folder
prepare_web_server() { echo prepared >> "$FAKE/web-$TASK"; }
start_maintenance() {
  if [ "$(cat "$FAKE/maintenance-$TASK" 2>/dev/null)" != "$1" ]; then echo "maintenance $1" >> "$FAKE/web-$TASK"; fi
  echo "$1" > "$FAKE/maintenance-$TASK"
}
stop_maintenance() { rm -f "$FAKE/maintenance-$TASK"; }
web_server_says() { [ -e "$FAKE/httpd-$TASK" ] && [ ! -e "$FAKE/hung-$TASK" ]; }
`;

/** curl to "/" of the task's own Apache. */
export const CURL = `#!/bin/sh
case "$*" in *task-protection*) PATH=\${PATH#*:} exec curl "$@" ;; esac
[ -e "$FAKE/httpd-$TASK" ] && [ ! -e "$FAKE/broken-$TASK" ]
`;
