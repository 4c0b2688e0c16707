#!/bin/sh
# Starts OpenEMR in the main container of a task: prepares what the image needs, sees to it that one
# task at a time installs or upgrades, gives OpenEMR the settings that Terraform declares, and hands over
# to the image's own openemr.sh. The first argument is the text of apply-settings.php, which says how.
#
# The image applies settings in a first installation only, and prints their values. Here every task applies
# them before it serves; the one that installs or upgrades, as soon as that is completed. A task that cannot
# does not serve, or asks to be replaced: it would serve with other settings than a plan said.
#
# The image elects a leader with a file on the shared volume, sites/docker-leader, and does not notice
# that a leader died: then nobody installs or upgrades, and tasks wait for ever. So the election is
# made here. A task that finds work for one only (docker-completed is missing, or the image is newer
# than the sites) takes a lock and enters openemr.sh as the only candidate; the others wait here. The
# holder renews its lock for as long as it works. One that is not renewed belongs to a dead task.
#
#   sites/.openemr-leader/<task>  the lock and its holder; taken over by a rename, which only one can do
#   sites/.openemr-installation   "the database was empty when we began to install". While it is there
#                                 and docker-completed is not, the database and sites/default are the
#                                 remains of an unfinished installation. The installer cannot continue
#                                 one, so they are removed: only with this mark, in the same database,
#                                 and without a single patient in it.
#
# Settings, all optional:
#   OPENEMR_ROOT            /var/www/localhost/htdocs/openemr
#   TLS_DIRECTORY           /run/openemr-tls, filled by certificate.sh
#   SSL_DIRECTORY           /etc/ssl
#   ROOT_HOME               /root
#   SWARM_PIECES            /swarm-pieces, the image's copy of what a mounted volume hides
#   STATE_DIRECTORY         /tmp/openemr-start, local to the container; health-check.sh reads it
#   HEARTBEAT_SECONDS       2; as often, the task that installs or upgrades looks whether that is completed
#   STALE_SECONDS           300; at least 5 heartbeats, as file attributes are cached for up to 60 s
#   POLL_SECONDS            10, between two looks while another task works
#   DATABASE_WAIT_SECONDS   300, how long to wait for the database; a paused Aurora takes a minute
#   DATABASE_RETRY_SECONDS  5
#   SETTINGS_ATTEMPTS       6, to apply the settings; a database that fails over is away for half a minute
#   SETTINGS_RETRY_SECONDS  10
# Those of apply-settings.php: SETTINGS_PARAMETER, which is not optional.
# And those of the image: SWARM_MODE, MANUAL_SETUP, MYSQL_*, OE_USER, OE_PASS.
set -eu

openemr=${OPENEMR_ROOT:-/var/www/localhost/htdocs/openemr}
tls=${TLS_DIRECTORY:-/run/openemr-tls}
ssl=${SSL_DIRECTORY:-/etc/ssl}
home=${ROOT_HOME:-/root}
pieces=${SWARM_PIECES:-/swarm-pieces}
state=${STATE_DIRECTORY:-/tmp/openemr-start}
heartbeat=${HEARTBEAT_SECONDS:-2}
stale=${STALE_SECONDS:-300}
poll=${POLL_SECONDS:-10}

host=${MYSQL_HOST:-}
port=${MYSQL_PORT:-3306}
database=${MYSQL_DATABASE:-openemr}
if [ -n "${MYSQL_ROOT_PASS:-}" ]; then
  user=${MYSQL_ROOT_USER:-root} password=$MYSQL_ROOT_PASS
else
  user=${MYSQL_USER:-openemr} password=${MYSQL_PASS:-openemr}
fi

# The task's id is the end of the metadata address; the rest makes every start a name of its own.
task=$(printf %s "${ECS_CONTAINER_METADATA_URI_V4:-$(hostname)}" | sed 's,.*/,,' | tr -cd 'A-Za-z0-9.-')
me="$task-$(date +%s)-$$"

sites=$openemr/sites
completed=$sites/docker-completed
leader=$sites/docker-leader
lock=$sites/.openemr-leader
clock=$sites/.openemr-clock-$me
installation=$sites/.openemr-installation
authorities=$home/certs/mysql/server/mysql-ca
apply=$state/apply-settings.php
unapplied="the settings that Terraform declares could not be applied to OpenEMR"

log() { echo "start: $*"; }
die() {
  log "$*" >&2
  exit 1
}

child=""
watcher=""
tidy() {
  rm -f "$clock"
  if [ -n "$child" ]; then kill "$child" 2>/dev/null || :; fi
  if [ -n "$watcher" ]; then
    kill "$watcher" 2>/dev/null || :
    release
  fi
}
trap tidy EXIT
# Process 1 ignores a signal without a handler, and a shell handles one only between two commands:
# whatever may take long runs in the background and is waited for.
trap 'exit 143' TERM INT

await() {
  child=$!
  outcome=0
  wait "$child" || outcome=$?
  child=""
  return "$outcome"
}
pause() {
  sleep "$1" &
  await
}

# install_file <from> <to> <mode> [owner]: the new file appears whole or not at all.
install_file() {
  cp "$1" "$2.new-$me" && chmod "$3" "$2.new-$me" || return 1
  if [ -n "${4:-}" ] && id "$4" >/dev/null 2>&1; then chown "$4" "$2.new-$me" || return 1; fi
  mv -f "$2.new-$me" "$2"
}

install_certificates() {
  for file in server.key.pem server.cert.pem mysql-ca.pem redis-ca.pem; do
    if [ ! -s "$tls/$file" ]; then
      die "$tls/$file is missing: did the certificate container succeed, and is its volume mounted here?"
    fi
  done
  if [ ! -e "$ssl/openssl.cnf" ] && [ -d "$pieces/ssl" ]; then cp -R "$pieces/ssl/." "$ssl/"; fi
  mkdir -p "$ssl/certs" "$ssl/private" "$home/certs/mysql/server" "$home/certs/redis"
  # The names that the image's ssl.sh uses, and its mark that there is nothing left to do: it runs
  # for the leader only, but every task needs a certificate.
  (umask 077 && install_file "$tls/server.key.pem" "$ssl/private/selfsigned.key.pem" 600)
  install_file "$tls/server.cert.pem" "$ssl/certs/selfsigned.cert.pem" 644
  ln -sf "$ssl/private/selfsigned.key.pem" "$ssl/private/webserver.key.pem"
  ln -sf "$ssl/certs/selfsigned.cert.pem" "$ssl/certs/webserver.cert.pem"
  : >"$ssl/docker-selfsigned-configured"

  install_file "$tls/mysql-ca.pem" "$authorities" 644 apache
  # Apache's user does not see root's folder.
  install_file "$tls/mysql-ca.pem" "$state/mysql-ca.pem" 644
  install_file "$tls/redis-ca.pem" "$home/certs/redis/redis-ca" 644 apache
  # openemr.sh copies them to the site when they are absent there, and never again.
  for name in mysql-ca redis-ca; do
    here=$tls/$name.pem there=$sites/default/documents/certificates/$name
    if [ ! -f "$there" ] || cmp -s "$here" "$there"; then continue; fi
    if install_file "$here" "$there" 744 apache; then
      log "renewed $there"
    elif [ -f "$there" ]; then
      die "$there could not be renewed"
    fi
    # Or another task has just removed it, with the rest of an unfinished installation.
  done

  # The image calls the database's client without TLS, or forbids it; the server insists on it.
  printf '[client]\nssl-ca=%s\nssl-verify-server-cert\n' "$authorities" >"$home/.my.cnf"
  if grep -q -e ' --skip-ssl' "$home/devtoolsLibrary.source" 2>/dev/null; then
    sed -i 's/ --skip-ssl//g' "$home/devtoolsLibrary.source"
  fi
}

client=$(command -v mariadb || command -v mysql || :)

# The password goes by the environment: arguments can be read by everybody.
query() {
  MYSQL_PWD=$password "$client" --host="$host" --port="$port" --user="$user" --connect-timeout=10 \
    --ssl-ca="$authorities" --ssl-verify-server-cert --batch --skip-column-names --execute="$1"
}

wait_for_database() {
  if [ -z "$host" ] || [ -z "$client" ]; then return 0; fi
  retry=${DATABASE_RETRY_SECONDS:-5}
  deadline=$(($(date +%s) + ${DATABASE_WAIT_SECONDS:-300}))
  while :; do
    query 'SELECT 1' >/dev/null 2>"$state/database" &
    if await; then break; fi
    problem=$(head -n 1 "$state/database")
    if [ "$(date +%s)" -ge "$deadline" ]; then
      die "the database $host:$port does not answer $user: $problem"
    fi
    log "waiting for the database $host:$port ($problem)"
    pause "$retry"
  done
}

version() {
  number=$(tr -cd 0-9 2>/dev/null <"$1") || number=
  echo "${number:-0}"
}
configured() { grep -q "^ *[$]config *= *1" "$sites/default/sqlconf.php" 2>/dev/null; }
# The condition under which openemr.sh upgrades.
upgrade_due() {
  configured || return 1
  image=$(version "$home/docker-version")
  [ "$image" -eq "$(version "$openemr/docker-version")" ] || return 1
  [ "$image" -gt "$(version "$sites/default/docker-version")" ]
}
nothing_to_do() { [ -f "$completed" ] && configured && ! upgrade_due; }

apply_settings() {
  configured || return 0
  attempt=1
  while :; do
    (
      export OPENEMR_ROOT="$openemr" DATABASE_CA="$state/mysql-ca.pem"
      if id apache >/dev/null 2>&1; then exec su -s /bin/sh -c "exec php '$apply'" apache; fi
      exec php "$apply"
    ) &
    if await; then return 0; fi
    if [ "$outcome" -eq 2 ] || [ "$attempt" -ge "${SETTINGS_ATTEMPTS:-6}" ]; then return 1; fi
    attempt=$((attempt + 1))
    pause "${SETTINGS_RETRY_SECONDS:-10}"
  done
}

# Opening the file first makes an NFS client ask the server for its present age.
is_stale() {
  { true <"$1"; } 2>/dev/null || [ -d "$1" ] || return 1
  : >"$clock"
  touch "$clock"
  renewed=$(stat -c %Y "$1" 2>/dev/null) || return 1
  age=$(($(stat -c %Y "$clock") - renewed))
  [ "$age" -ge "$stale" ]
}
holders() {
  holder="" count=0
  for file in "$lock"/*; do
    if [ -e "$file" ]; then holder=$file count=$((count + 1)); fi
  done
}
release() {
  rm -f "$lock/$me"
  rmdir "$lock" 2>/dev/null || :
}
take_lock() {
  if mkdir "$lock" 2>/dev/null; then
    # Alone in it, or somebody took our still empty directory for a dead task's: then both yield.
    # "true", because a shell may end when the redirection of ":" fails.
    { true >"$lock/$me"; } 2>/dev/null || return 1
    holders
    [ "$count" -eq 1 ] && return 0
    rm -f "$lock/$me"
    return 1
  fi
  holders
  if [ -z "$holder" ]; then
    # Its maker died between two commands. Only an empty directory can be removed.
    if is_stale "$lock"; then rmdir "$lock" 2>/dev/null || :; fi
    return 1
  fi
  is_stale "$holder" || return 1
  # Renewed before it is taken, or it would look dead to a third task.
  touch -c "$holder" 2>/dev/null || return 1
  mv "$holder" "$lock/$me" 2>/dev/null || return 1
  log "took over from ${holder##*/}, which gave no sign of life for $age s"
}

# Stays with openemr.sh as long as that installs or upgrades, as its child: exec keeps the process.
watch_over() {
  trap - EXIT TERM INT
  : >"$state/unapplied"
  while kill -0 "$$" 2>/dev/null; do
    if [ -f "$completed" ]; then
      rm -f "$installation"
      release
      if upgrade_due; then
        echo "another task took the lead and did not upgrade" | tee "$state/failed"
      elif apply_settings; then
        rm -f "$state/unapplied"
      else
        echo "$unapplied" | tee "$state/failed"
      fi
      return 0
    fi
    if [ ! -e "$lock/$me" ]; then
      echo "this task was taken for dead and another leads now" | tee "$state/failed"
      kill -TERM "$$" 2>/dev/null
      return 0
    fi
    touch -c "$lock/$me" "$leader" 2>/dev/null || :
    sleep "$heartbeat"
  done
  release
}

# The installer passes these on as words and cuts them at "=", so another password would be stored.
check_credentials() {
  for name in MYSQL_ROOT_USER MYSQL_ROOT_PASS MYSQL_USER MYSQL_PASS OE_USER OE_PASS; do
    value=""
    eval "value=\${$name:-}"
    case $value in
      *[[:space:]=\*\?\[\\\'\"]*) die "$name has a character that OpenEMR's installer does not keep:" \
        "one of = * ? [ \\ ' \" or a blank. Choose another value." ;;
    esac
  done
}

tables="FROM information_schema.tables WHERE table_schema = '$database'"

begin_installation() {
  found=$(query "SELECT COUNT(*) $tables") || die "cannot look into the database $database"
  # The installer drops tables that exist before it makes its own.
  if [ "$found" != 0 ]; then
    die "the sites volume is new but the database $database on $host holds $found tables. Installing" \
      "would destroy them. Restore the sites volume that belongs to this database, or drop the database."
  fi
  echo "$host:$port/$database" >"$installation.$me"
  mv "$installation.$me" "$installation"
  log "installing into the empty database $database on $host"
}

clear_unfinished_installation() {
  began=$(cat "$installation")
  if [ "$began" != "$host:$port/$database" ]; then
    die "an installation was begun in $began and not finished, and now the database is" \
      "$host:$port/$database. Remove $installation once you know which one is right."
  fi
  patients=0
  found=$(query "SELECT COUNT(*) $tables AND table_name = 'patient_data'") || die "cannot look into $began"
  if [ "$found" != 0 ]; then
    patients=$(query "SELECT COUNT(*) FROM \`$database\`.patient_data") || die "cannot look into $began"
  fi
  if [ "$patients" != 0 ]; then
    die "the installation in $began was not finished, but there are $patients patients in it. Nothing" \
      "was touched. If it is in use, create $completed and remove $installation."
  fi
  log "removing the remains of the unfinished installation in $began"
  query "DROP DATABASE IF EXISTS \`$database\`" || die "cannot drop $began"
  rm -rf "$sites"/.openemr-interrupted-*
  if [ -d "$sites/default" ]; then
    mv "$sites/default" "$sites/.openemr-interrupted-$me"
    rm -rf "$sites/.openemr-interrupted-$me"
  fi
}

# With the lock in hand.
lead() {
  if [ -f "$completed" ]; then
    log "the sites have version $(version "$sites/default/docker-version"), the image $(version "$home/docker-version")"
    # In this order: without docker-completed the mark would speak of an unfinished installation.
    rm -f "$installation"
  fi
  # Newer images lead, and so upgrade, only while docker-completed is missing.
  rm -f "$completed" "$leader"
  watch_over &
  watcher=$!
  if [ "${MANUAL_SETUP:-}" = yes ] || [ -z "$host" ] || [ -z "${MYSQL_ROOT_PASS:-}" ]; then return 0; fi
  if [ -z "$client" ]; then
    log "no database client here: an unfinished installation could not be repaired"
    return 0
  fi
  case $database in *[!A-Za-z0-9_-]*) die "MYSQL_DATABASE is \"$database\": letters, digits, _ and - only" ;; esac
  if [ -e "$installation" ]; then
    check_credentials
    clear_unfinished_installation
  elif ! configured; then
    check_credentials
    begin_installation
  fi
}

elect() {
  told=0
  until nothing_to_do; do
    if take_lock; then
      # Somebody may have finished between the last look and the lock.
      if nothing_to_do; then
        release
        break
      fi
      lead
      return 0
    fi
    if [ "$told" -le 0 ]; then
      holders
      log "waiting for ${holder##*/} to finish installing or upgrading"
      told=60
    fi
    told=$((told - poll))
    pause "$poll"
  done
  rm -f "$installation"
}

mkdir -p "$state"
rm -f "$state/failed" "$state/served" "$state/unapplied"
: >"$state/started"
if [ -z "${1:-}" ]; then die "apply-settings.php was not handed over"; fi
printf '%s\n' "$1" >"$apply"

cd "$openemr"
if [ ! -f openemr.sh ]; then die "$openemr/openemr.sh is missing: is this OpenEMR's image?"; fi
install_certificates
wait_for_database
if [ "${SWARM_MODE:-}" = yes ]; then elect; fi
if [ -z "$watcher" ] && ! apply_settings; then die "$unapplied"; fi

# openemr.sh prints the value of every OPENEMR_SETTING_* that it applies: no secret may be one.
log "handing over to openemr.sh"
rm -f "$clock"
chmod +x openemr.sh
HOME=$home
export HOME
exec ./openemr.sh
