# Serves OpenEMR, and sees to it that the task ends when it does not.

# Returns, without a web server of OpenEMR, when an upgrade began.
serve() {
  remove_dead_lock
  if [ ! -s "$schema_file" ]; then keep_files_schema; fi
  lock_down_sites
  renew_site_certificates
  wait_for_cache
  enter settings
  if ! apply_settings; then
    die "the settings that Terraform declares could not be applied to OpenEMR. Look at the lines above."
  fi
  # It may have begun meanwhile, and whoever leads it counts on the mark being seen.
  if read_mark; then return 0; fi
  # Anybody could start an upgrade with these, without a password. Not before: an upgrade needs them.
  served=yes
  forget_passwords
  rm -f admin.php acl_upgrade.php setup.php sql_patch.php sql_upgrade.php ippf_upgrade.php auto_configure.php
  chmod +x openemr.sh
  # shellcheck disable=SC2086
  setsid env -u MYSQL_ROOT_USER -u OE_USER $TASK_SECRETS -u SWARM_MODE K8S=worker ./openemr.sh &
  worker=$!
  wait_until_it_serves || return 0
  check_sessions
  stop_maintenance
  : >"$state/served"
  enter serving "$image_name"
  report_foreign_php &
  reporter=$!
  watch_worker
}

apply_settings() {
  attempt=1
  while :; do
    (
      # Its values go by the environment of this one process: apply-settings.php knows nothing of the file.
      OPENEMR_DATABASE=$(read_sqlconf "$sites/default/sqlconf.php")
      export OPENEMR_DATABASE
      unset MYSQL_ROOT_USER OE_USER ECS_AGENT_URI
      if id apache >/dev/null 2>&1; then exec su -s /bin/sh -c "exec php '$folder/apply-settings.php'" apache; fi
      exec php "$folder/apply-settings.php"
    ) &
    if await; then return 0; fi
    if [ "$outcome" -eq 2 ] || [ "$attempt" -ge "${SETTINGS_ATTEMPTS:-6}" ]; then return 1; fi
    attempt=$((attempt + 1))
    tell_progress
    pause "${SETTINGS_RETRY_SECONDS:-10}"
  done
}

# "/" runs PHP without the database or a session in all versions.
it_answers() {
  web_server_says serving &&
    curl --insecure --fail --silent --noproxy '*' --connect-timeout 5 --max-time 25 --output /dev/null \
      "https://127.0.0.1:$web_port/"
}

wait_until_it_serves() {
  deadline=$(($(now) + ${SERVING_SECONDS:-300}))
  while :; do
    if ! kill -0 "$worker" 2>/dev/null; then end_without_worker; fi
    web_server_says serving &
    if await; then return 0; fi
    if read_mark; then
      stop_worker
      return 1
    fi
    if [ "$(now)" -ge "$deadline" ]; then
      die "Apache does not answer /task-health ${SERVING_SECONDS:-300} s after openemr.sh began. Look at the lines above."
    fi
    tell_progress
    pause "$heartbeat"
  done
}

end_without_worker() {
  outcome=0
  wait "$worker" || outcome=$?
  worker=""
  die "openemr.sh or Apache ended with $outcome. Look at the lines above; ECS starts another task."
}

watch_worker() {
  failures=0 probed=$(now) ticked=$(now)
  while :; do
    pause "$poll"
    if ! kill -0 "$worker" 2>/dev/null; then end_without_worker; fi
    if read_mark; then
      if ! is_older "$image_rank" "$mark_to"; then
        die "an upgrade to this version began, though this task serves it already. ECS starts another task, which can" \
          "take part in it."
      fi
      enter draining "$mark_names"
      start_maintenance upgrading
      stop_worker
      return 0
    fi
    if [ $(($(now) - probed)) -ge "${PROBE_SECONDS:-30}" ]; then
      probed=$(now)
      it_answers &
      # While more people ask than Apache has processes, this question waits behind theirs: who answers them lives.
      if await || is_younger "$web_folder/activity" 60; then failures=0; else failures=$((failures + 1)); fi
      if [ "$failures" -ge "${PROBE_FAILURES:-5}" ]; then
        die "Apache or PHP did not answer $failures times in a row. ECS starts another task."
      fi
    fi
    if [ $(($(now) - ticked)) -ge "${SERVICES_SECONDS:-60}" ]; then
      ticked=$(now)
      if background_services_due; then each_minute; fi
    fi
  done
}

each_minute() {
  renew_moments &
  await || :
  if [ -z "$services" ] || ! kill -0 "$services" 2>/dev/null; then run_background_services; fi
}

# Lets running requests and background services end, then ends Apache and everything that was started beside it.
stop_worker() {
  # Apache takes no new requests, and ends with the last one.
  kill -WINCH "$worker" 2>/dev/null || :
  deadline=$(($(now) + drain))
  while kill -0 "$worker" 2>/dev/null || { [ -n "$services" ] && kill -0 "$services" 2>/dev/null; }; do
    if [ "$(now)" -ge "$deadline" ]; then break; fi
    pause "$heartbeat"
  done
  end_group TERM "$worker"
  if kill -0 "$worker" 2>/dev/null; then pause "$heartbeat"; fi
  end_group KILL "$worker"
  if [ -n "$services" ]; then end_group KILL "$services"; fi
  wait "$worker" 2>/dev/null || :
  worker=""
}
