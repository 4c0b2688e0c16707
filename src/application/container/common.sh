# Settings, messages and waiting, for all parts of start.sh.
#
# Settings, all optional:
#   OPENEMR_ROOT             /var/www/localhost/htdocs/openemr
#   TLS_DIRECTORY            /run/openemr-tls, filled by certificate.sh
#   SSL_DIRECTORY            /etc/ssl
#   ROOT_HOME                /root
#   SWARM_PIECES             /swarm-pieces, the image's copy of what a mounted volume hides
#   STATE_DIRECTORY          /run/openemr-on-aws/state, local to the container; health-check.sh reads it
#   INSTALLATION_LOG         /run/openemr-log/installation.log; the container installation-log prints it
#   HEARTBEAT_SECONDS        2, between two signs of life of the task that installs or upgrades
#   STALE_SECONDS            300; at least 5 heartbeats, as file attributes are cached for up to 60 s
#   POLL_SECONDS             10, between two looks at the shared files
#   QUIET_SECONDS            100, without a connection of a former task before a schema is changed: 60 s in which
#                            EFS may show old files, POLL_SECONDS, and DRAIN_SECONDS
#   DRAIN_SECONDS            25, for requests that run while Apache is told to stop
#   DISCONNECT_SECONDS       300, before connections of former tasks are ended
#   STALL_SECONDS            1800, without any progress, until an installation or upgrade counts as failed. One
#                            statement on a large table is progress for as long as the database works on it.
#   DATABASE_WAIT_SECONDS    180, how long to wait for the database; a paused Aurora takes a minute
#   CACHE_WAIT_SECONDS       90; both together less than the grace of the service, so that a task can say why it ends
#   RETRY_SECONDS            5, between two tries to reach them
#   SERVICES_SECONDS         60, between two starts of OpenEMR's background services
#   SERVING_SECONDS          300, until Apache must answer
#   PROBE_SECONDS            30, between two looks whether Apache answers; PROBE_FAILURES 5 in a row end the task
#   SETTINGS_ATTEMPTS        6, to apply the settings; a database that fails over is away for half a minute
#   SETTINGS_RETRY_SECONDS   10
#   MOMENT_SECONDS           3600, between two marks of moment.sh
# Those of apply-settings.php: SETTINGS_PARAMETER, which is not optional.
# And those of the image: MYSQL_*, OE_USER, REDIS_SERVER, REDIS_TLS. Passwords: passwords.sh.

openemr=${OPENEMR_ROOT:-/var/www/localhost/htdocs/openemr}
tls=${TLS_DIRECTORY:-/run/openemr-tls}
ssl=${SSL_DIRECTORY:-/etc/ssl}
home=${ROOT_HOME:-/root}
pieces=${SWARM_PIECES:-/swarm-pieces}
state=${STATE_DIRECTORY:-$folder/state}
installation_log=${INSTALLATION_LOG:-/run/openemr-log/installation.log}
heartbeat=${HEARTBEAT_SECONDS:-2}
stale=${STALE_SECONDS:-300}
poll=${POLL_SECONDS:-10}
drain=${DRAIN_SECONDS:-25}
retry=${RETRY_SECONDS:-5}
minute=${PROGRESS_SECONDS:-60}
sites=$openemr/sites
# find looks into no directory that is given as a link.
if [ -d "$sites" ]; then sites=$(cd "$sites" && pwd -P); fi

# Options of env: what leads to the credentials of the task's role. apply-settings.php needs it, and nothing else.
TASK_SECRETS="-u AWS_CONTAINER_CREDENTIALS_RELATIVE_URI -u AWS_CONTAINER_CREDENTIALS_FULL_URI -u SETTINGS_PARAMETER
  -u ECS_CONTAINER_METADATA_URI -u ECS_CONTAINER_METADATA_URI_V4 -u ECS_AGENT_URI"

# The task's id is the end of the metadata address; the rest makes every start a name of its own.
task=$(printf %s "${ECS_CONTAINER_METADATA_URI_V4:-$(hostname)}" | sed 's,.*/,,' | tr -cd 'A-Za-z0-9.-')
me="$task-$(date +%s)-$$"

mode="" subject="" since=0 told=0

log() { echo "start: $*"; }

# Seconds since 1970, by a clock that nobody sets: jumps of the other one would end what works, or a wait that others rely on.
now() {
  seconds=""
  { read -r seconds rest </proc/uptime; } 2>/dev/null || :
  if [ -z "$seconds" ]; then date +%s; else echo $((booted + ${seconds%%.*})); fi
}
booted=0
booted=$(($(date +%s) - $(now)))

# Ends the task: what was found, then what to do. Whatever ends it otherwise is told by tidy.
die() {
  say_last_word
  echo "start: error: $*" >&2
  exit 1
}
say_last_word() { { true >"$state/last-word"; } 2>/dev/null || :; }

# enter <state> [text]: says it at a change, and leaves it for health-check.sh.
enter() {
  if [ "$mode: $subject" = "$1: ${2:-}" ]; then return 0; fi
  mode=$1 subject=${2:-} since=$(now)
  told=$since
  printf '%s\n' "$mode" >"$state/mode"
  log "state: $mode${subject:+: $subject}"
}

# tell_progress [text]: one line a minute.
tell_progress() {
  time=$(now)
  if [ $((time - told)) -lt "$minute" ]; then return 0; fi
  told=$time
  log "progress: $mode ${subject:+$subject }for $(((time - since) / 60)) min${1:+: $1}"
}

# For health-check.sh: a task that installs, upgrades or waits is healthy as long as this is repeated.
# While there is progress, ECS does not end the task that makes it.
show_life() {
  : >"$state/progress"
  renew_protection
}

child="" keeper="" job="" worker="" reporter="" services=""

# Process 1 ignores a signal without a handler, and a shell handles one only between two commands:
# whatever may take long runs in the background and is waited for.
await() {
  child=$!
  outcome=0
  wait "$child" || outcome=$?
  child=""
  return "$outcome"
}
pause() {
  sleep "$1" &
  await || :
}

# end_group <signal> <pid>: every process of a session that `setsid` began.
end_group() { kill "-$1" "-$2" 2>/dev/null || :; }

tidy() {
  ended=$?
  trap '' TERM INT
  if [ "$ended" -ne 0 ] && [ ! -e "$state/last-word" ]; then
    echo "start: error: a command failed with $ended in the state ${mode:-starting}${subject:+: $subject}. The lines above may" \
      "say why; ECS starts another task." >&2
  fi
  for process in $child $reporter; do kill "$process" 2>/dev/null || :; done
  if [ -n "$job" ]; then end_group KILL "$job"; fi
  if [ -n "$keeper" ]; then
    kill "$keeper" 2>/dev/null || :
    release
  fi
  if [ -n "$worker" ]; then stop_worker; fi
  stop_maintenance || :
}

stopped() {
  if [ -e "$state/lost" ]; then die "$(cat "$state/lost")"; fi
  say_last_word
  enter stopping
  exit 143
}

begin() {
  umask 022
  mkdir -p "$state"
  rm -f "$state/served" "$state/lost" "$state/last-word" "$state/progress" "$state/mode" "$state/job"
  : >"$state/started"
  trap tidy EXIT
  trap stopped TERM INT
  HOME=$home OPENEMR_ROOT=$openemr DATABASE_CA=$state/mysql-ca.pem
  export HOME OPENEMR_ROOT DATABASE_CA
  cd "$openemr" || die "$openemr is missing. Use OpenEMR's own image."
  if [ ! -d "$sites" ]; then die "$sites is missing. Mount the volume \"sites\" there."; fi
  if [ ! -f openemr.sh ]; then die "$openemr/openemr.sh is missing. Use OpenEMR's own image."; fi
}

# without_secrets: passes lines on as they come, with the values of secrets replaced.
without_secrets() {
  MYSQL_ROOT_PASS=${MYSQL_ROOT_PASS:-} MYSQL_PASS=${MYSQL_PASS:-} OE_PASS=${OE_PASS:-} awk 'BEGIN {
      n = split("MYSQL_ROOT_PASS MYSQL_PASS OE_PASS", names)
      for (i = 1; i <= n; i++) secrets[i] = ENVIRON[names[i]]
    }
    {
      for (i = 1; i <= n; i++) if (length(secrets[i]) > 3)
        while ((at = index($0, secrets[i])) > 0)
          $0 = substr($0, 1, at - 1) "(" names[i] ")" substr($0, at + length(secrets[i]))
      print
      fflush()
    }'
}

# write_file <file below sites>: what standard input brings appears whole or not at all, and the file server has it before
# it gets its name.
write_file() {
  if problem=$(dd of="$sites/.openemr-new-$me" conv=fsync 2>&1) && problem=$(mv -f "$sites/.openemr-new-$me" "$1" 2>&1); then
    return 0
  fi
  die "$1 could not be written: $(echo "$problem" | head -n 1). Look whether the file system answers."
}

# install_file <from> <to> <mode> [owner]: the new file appears whole or not at all.
install_file() {
  cp "$1" "$2.new-$me" && chmod "$3" "$2.new-$me" || return 1
  if [ -n "${4:-}" ] && id "$4" >/dev/null 2>&1; then chown -h "$4" "$2.new-$me" || return 1; fi
  mv -f "$2.new-$me" "$2"
}
