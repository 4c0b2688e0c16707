# Runs openemr.sh as the one that may change things (K8S=admin), and watches it.
#
# It gets as long as it takes. Progress is that its output grows, that a process of it uses the processor, or that
# the database works on a statement of it. Without any of these for STALL_SECONDS it counts as failed.

# run_job <what it is called>: ends with openemr.sh's exit code.
run_job() {
  mkdir -p "$(dirname "$installation_log")"
  : >>"$installation_log"
  make_frugal_commands
  chmod +x openemr.sh
  # An installer that fails prints the statement that failed, which may have a password in it.
  rm -f "$state/output"
  mkfifo "$state/output"
  without_secrets <"$state/output" >>"$installation_log" &
  filter=$!
  (
    export MYSQL_ROOT_PASS MYSQL_PASS
    if [ "$1" = installer ]; then export OE_PASS; fi
    # shellcheck disable=SC2086
    exec setsid env $TASK_SECRETS -u SWARM_MODE K8S=admin PATH="$folder/frugal:$PATH" ./openemr.sh \
      >"$state/output" 2>&1
  ) &
  job=$!
  echo "$job" >"$state/job"
  watch_job "$1"
  outcome=0
  wait "$job" || outcome=$?
  # Processes that it started and left behind.
  forget_job
  rm -f "$sites/docker-leader" "$sites/docker-initiated" "$sites/docker-completed"
  return "$outcome"
}

forget_job() {
  end_group KILL "$job"
  job=""
  # It ends when it has written everything; something that left the job's session might keep it waiting.
  tries=0
  while kill -0 "$filter" 2>/dev/null && [ "$tries" -lt 10 ]; do
    tries=$((tries + 1))
    pause "$heartbeat"
  done
  kill "$filter" 2>/dev/null || :
  rm -f "$state/job" "$state/output"
}

watch_job() {
  signs="" signs_of=$(now)
  while kill -0 "$job" 2>/dev/null; do
    pause "$heartbeat"
    if lock_is_at_risk; then
      forget_job
      die "the lock could not be renewed for $((stale * 2 / 3)) s, so another task may begin. What this one ran was" \
        "stopped. Look whether the file system answers; the next task continues."
    fi
    if [ "$(grep -c "Couldn't set up" "$installation_log")" -ge 2 ]; then
      forget_job
      tell_end_of_log
      die "OpenEMR's installer failed twice. Look at the lines above; the next task removes what it left and tries" \
        "again."
    fi
    present="$(wc -c <"$installation_log") $(processor_time)"
    if [ "$present" != "$signs" ] || database_works; then
      signs=$present signs_of=$(now)
      show_life
    elif [ $(($(now) - signs_of)) -ge "${STALL_SECONDS:-1800}" ]; then
      forget_job
      tell_end_of_log
      die "there was no sign of progress for ${STALL_SECONDS:-1800} s. Look at the lines above; the next task" \
        "continues."
    fi
    quiet=$((($(now) - signs_of) / 60))
    if [ $(($(now) - told)) -ge "$minute" ]; then
      tell_progress "$(job_step "$1")$([ "$quiet" -lt 1 ] || echo ", nothing new for $quiet min")"
    fi
  done
}

# Ticks of the processor that the job's session used.
processor_time() {
  cat /proc/[0-9]*/stat 2>/dev/null |
    awk -v session="$job" '{ sub(/^.*\) /, "") } $4 == session { ticks += $12 + $13 } END { print ticks + 0 }'
}

# How far it is: a script, and how many statements or tables.
job_step() {
  if [ "$1" = installer ]; then
    if found=$(query "SELECT COUNT(*) $tables" 2>/dev/null); then echo "installer, $found tables"; else echo installer; fi
    return 0
  fi
  awk '
    /^Start: Processing fsupgrade-/ { step = $3; statements = documents = 0 }
    /<br \/>$/ { statements++ }
    /^frugal: / { documents += $2 }
    END {
      print (step == "" ? "openemr.sh" : step) (statements ? ", " statements " statements" : "") \
        (documents ? ", " documents " documents" : "")
    }' "$installation_log"
}

tell_end_of_log() {
  tail -n 15 "$installation_log" | without_secrets | cut -c 1-300 | sed 's/^/start: openemr.sh: /'
}

# Each step of an upgrade gives all documents to Apache, whose they are: on EFS, 3 ms for each that it need not touch.
# These two do what chown and chmod do to files that differ, and look into no patient's folder that is Apache's.
make_frugal_commands() {
  mkdir -p "$folder/frugal"
  cat >"$folder/frugal/chown" <<'EOF'
#!/bin/sh
PATH=${PATH#*:}
case "$#:$1:$2:$3" in
  3:-R:apache:*/sites/) ;;
  *) exec chown "$@" ;;
esac
owner=${2%%:*}
find "$3" -type d -path '*/documents/[0-9]*' -user "$owner" -prune -o ! -user "$owner" \
  -exec sh -c 'spec=$1; shift; chown -h "$spec" "$@" && echo "frugal: $#"' sh "$2" {} +
EOF
  cat >"$folder/frugal/chmod" <<'EOF'
#!/bin/sh
PATH=${PATH#*:}
case "$1:${2#./}" in
  700:sites/*/documents*) ;;
  *) exec chmod "$@" ;;
esac
shift
find "$@" -maxdepth 0 \( -type d ! -perm -700 -o ! -type d ! -perm -600 \) -exec chmod 700 {} +
EOF
  chmod 755 "$folder/frugal/chown" "$folder/frugal/chmod"
}
