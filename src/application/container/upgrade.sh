# Upgrades the sites and the database to the image's version, from $from on, a docker-version.

upgrade() {
  enter upgrading "$from_name to $image_name"
  start_maintenance upgrading
  show_life
  started=$(now)
  check_site_names
  if [ "$(mark_value changing)" = yes ]; then
    log "continuing the upgrade from $from_name"
    write_mark "$from" "$from_name" yes
  else
    write_mark "$from" "$from_name"
  fi
  wait_until_nobody_serves
  write_mark "$from" "$from_name" yes
  renew_site_certificates
  # Where upstream begins. After an interruption its own number may be ahead of what was done.
  printf %s "$from" >"$sites/default/docker-version"
  outcome=0
  run_job upgrade || outcome=$?
  read_schema
  found=$(find_failures)
  if [ "$outcome" -ne 0 ] || [ -n "$found" ] || [ "$schema" != "$image_schema" ]; then
    tell_end_of_log
    die "the upgrade from $from_name to $image_name is not complete: openemr.sh ended with $outcome, the database says" \
      "\"$schema\" where $image_name is \"$image_schema\"${found:+, $found}. Look at the log of the container" \
      "\"installation-log\". The next task repeats it; to go back, restore the backup from before it, files and" \
      "database, and deploy $from_name."
  fi
  tell_failed_statements
  printf %s "$image_number" >"$sites/default/docker-version"
  lock_down_sites
  rm -f "$mark"
  log "done: upgrading $from_name to $image_name in $((($(now) - started) / 60)) min"
}

# Tasks of the former version look for the mark and stop serving. Connections of those that do not are ended.
wait_until_nobody_serves() {
  began=$(now) quiet_since=$began
  # The former leader is dead, and what the database still does for it would meet what this one does.
  if [ "$taken_over" = yes ]; then end_foreign_connections; fi
  while :; do
    find_foreign_connections
    if [ -n "$answer" ]; then
      quiet_since=$(now)
      if [ $(($(now) - began)) -ge "${DISCONNECT_SECONDS:-300}" ]; then
        log "ending the connections of $answer, which did not stop"
        end_foreign_connections
      fi
      if [ $(($(now) - began)) -ge $((${DISCONNECT_SECONDS:-300} * 3)) ]; then
        die "$answer connects to the database $database as OpenEMR's user again and again. Stop what runs there; the" \
          "next task continues the upgrade."
      fi
    fi
    if [ -z "$answer" ] && [ $(($(now) - quiet_since)) -ge "${QUIET_SECONDS:-100}" ]; then return 0; fi
    show_life
    tell_progress "waiting until no task of the former version serves"
    pause "$heartbeat"
  done
}

# Prints what upstream's scripts went past without an error of their own: a database script that did not get to its
# end, and statements that failed for a reason that is over the next time.
find_failures() {
  awk '
    /^Start: Upgrade database for / { if (open) failed++; open = 1; next }
    /Updating version indicators/ { open = 0 }
    /The above statement failed: / &&
      /Lock wait timeout|[Dd]eadlock|gone away|Lost connection|read-only|disk is full|No space left|is full|was killed|interrupted/ { passing++ }
    END {
      if (failed + open) printf "%d database scripts did not get to their end", failed + open
      if (passing) printf "%s%d statements were interrupted", (failed + open ? ", " : ""), passing
    }' "$installation_log"
}

tell_failed_statements() {
  failed=$(grep -c 'The above statement failed: ' "$installation_log") || :
  if [ "$failed" != 0 ]; then
    log "warning: $failed statements failed and OpenEMR's upgrade went on, as it does where something is there already." \
      "They are in the log of the container \"installation-log\""
  fi
}
