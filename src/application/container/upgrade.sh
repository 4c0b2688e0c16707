# Upgrades the sites and the database to the image's version, from $from on, a docker-version.

upgrade() {
  enter upgrading "$from_name to $image_name"
  start_maintenance upgrading
  show_life
  started=$(now)
  if ! configured; then
    die "$sites/default/sqlconf.php is missing, or names no database. Restore it from a backup."
  fi
  check_site_names
  check_upgrade_scripts
  if [ "$(mark_value changing)" = yes ]; then
    log "continuing the upgrade from $from_name"
    acl=$(mark_value acl)
    # The mark stood all the time, so nobody serves.
    wait_until_nobody_serves 0
    complete_version_table
  else
    ask "SELECT v_acl FROM \`$database\`.version LIMIT 1"
    acl=$answer
    write_mark "$from" "$from_name" "$acl" no
    wait_until_nobody_serves "${QUIET_SECONDS:-100}"
  fi
  write_mark "$from" "$from_name" "$acl" yes
  renew_site_certificates
  # Where upstream begins. After an interruption its own number may be ahead of what was done.
  printf %s "$from" | write_file "$sites/default/docker-version"
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
  printf %s "$image_number" | write_file "$sites/default/docker-version"
  give_documents_to_apache
  keep_files_schema
  lock_down_sites
  rm -f "$mark"
  log "done: upgrading $from_name to $image_name in $((($(now) - started) / 60)) min"
}

# OpenEMR replaces the row of its version by a deletion and an insertion. If its task died between them there is none,
# and the next upgrade would fail for want of it.
complete_version_table() {
  ask "INSERT INTO \`$database\`.version (v_major, v_minor, v_patch, v_realpatch, v_tag, v_database, v_acl)
    SELECT 0, 0, 0, 0, '', 0, ${acl:-0} FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM \`$database\`.version)"
}

# Upstream's scripts fsupgrade-N.sh tell sql_upgrade.php from which version on it has to go. It was changed in how it is
# told that (8.2), and images were published whose scripts still did it in the former way: then it runs the files of
# all versions since 2.6, which shorten columns of today's tables. Such a script is mended, or nothing is begun.
check_upgrade_scripts() {
  step=$from
  while [ "$step" -lt "$image_number" ]; do
    step=$((step + 1))
    script=$home/fsupgrade-$step.sh
    if [ ! -f "$script" ]; then
      die "this image cannot upgrade from $from_name: it has no $script. Upgrade to a version between first."
    fi
    if ! grep -q sql_upgrade "$script" || tells_where_to_begin "$script"; then continue; fi
    # shellcheck disable=SC2016
    sed -i 's#\(php -f [^ ;]*sql_upgrade[.]php\)#\1 -- --from="${priorOpenemrVersion}"#' "$script"
    if ! grep -q '^priorOpenemrVersion=' "$script" || ! tells_where_to_begin "$script"; then
      die "$script of this image does not tell sql_upgrade.php from which version to begin, and would run the files of" \
        "all versions, which damages data. Nothing was changed. Deploy a version that was tried."
    fi
    log "fsupgrade-$step.sh of this image did not tell sql_upgrade.php from which version to begin, and does so now"
  done
}
tells_where_to_begin() {
  if grep -q -e '--from=' sql_upgrade.php; then
    grep -q -e '--from=' "$1"
  else
    # The script replaces this line.
    grep -q -F "\$form_old_version = \$_POST['form_old_version'];" sql_upgrade.php &&
      grep -q form_old_version "$1"
  fi
}

# Tasks of the former version look for the mark and stop serving. Connections of those that do not are ended.
# wait_until_nobody_serves <seconds without a connection>
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
    if [ -z "$answer" ] && [ $(($(now) - quiet_since)) -ge "$1" ]; then return 0; fi
    show_life
    tell_progress "waiting until no task of the former version serves"
    pause "$heartbeat"
  done
}

# Prints what upstream's scripts went past without an error of their own: a database script that did not get to its
# end, and statements that failed for another reason than that what they make is there, or what they remove is gone.
# A duplicate entry means that only for an INSERT: a unique key that met duplicate data is missing for good.
# Upstream prints a statement as one line that ends with "<br />", sometimes after a message on the same line.
find_failures() {
  awk '
    /^Start: Upgrade database for / { if (open) unfinished++; open = 1; next }
    /Updating version indicators/ { open = 0 }
    /<br \/>[ \t\r]*$/ { statement = tolower($0) }
    !/The above statement failed: / { next }
    /Duplicate entry / && statement ~ /(^|<br \/>)[ \t]*insert[ \t]/ { next }
    / already exists|Duplicate (column name|key name) |Multiple primary key|check that (it|column\/key) exists/ { next }
    {
      failed++
      if (failed == 1) { first = $0; sub(/.*The above statement failed: /, "", first); sub(/<br.*/, "", first) }
    }
    END {
      unfinished += open
      if (unfinished) printf "%d database scripts did not get to their end", unfinished
      if (failed) printf "%s%d statements failed, the first by \"%s\"", (unfinished ? ", " : ""), failed, substr(first, 1, 200)
    }' "$installation_log"
}
