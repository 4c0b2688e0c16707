# Whether files and database belong together.
#
#   sites/.openemr-moment         an id of the installation, and seconds since 1970
#   table openemr_on_aws_moment   the same two
#   sites/.openemr-schema         the five numbers of the table `version` that the files were last served or upgraded with
#
# Tasks that serve write both anew about once an hour. So a backup of one is told from a backup of the other that was
# made at another time, also where both are of one version of OpenEMR. Served together, rows would name documents that
# are not there, and the next patient would get the number, and so the folder, of one who is in the files only.
# A difference of less than an hour or two is not seen.

moments=openemr_on_aws_moment
moment_file=$sites/.openemr-moment
schema_file=$sites/.openemr-schema
compared=no

# A copy of the files takes hours where there are many, and has the mark as it was at the end: that is a warning only.
# Two daily backups are apart by more than that.
DOUBTFUL_SECONDS=7200
FOREIGN_SECONDS=72000

# Sets files_id and files_moment, and those of the database; all are empty where there is no mark.
read_moments() {
  files_id="" files_moment="" database_id="" database_moment=""
  { read -r files_id files_moment <"$moment_file"; } 2>/dev/null || :
  ask "SELECT COUNT(*) $tables AND table_name = '$moments'"
  if [ "$answer" = 0 ]; then return 0; fi
  ask "SELECT CONCAT(id, ' ', seconds) FROM \`$database\`.$moments LIMIT 1"
  database_id=${answer% *} database_moment=${answer#* }
}

day_of() { date -u -d "@$1" '+%Y-%m-%d %H:%M UTC'; }

# Ends the task where it would serve or upgrade files and database that do not belong together. Once for each task:
# afterwards it writes the marks itself.
compare_files_and_database() {
  if [ "$compared" = yes ]; then return 0; fi
  compared=yes
  compare_schemas
  read_moments
  doubtful=no
  compare_moments
  compare_keys
  # Otherwise each task would warn anew, and renew_moments would take the database for an exchanged one.
  if [ "$doubtful" = yes ]; then keep_moment "$database_id $database_moment"; fi
}

# Not having one is no reason to end.
keep_moment() {
  echo "$1" | write_file "$moment_file" 2>/dev/null || rm -f "$state/last-word"
}

# all_the_same <line of shell>: the way out for people who know that both belong together.
all_the_same() {
  echo "To use them together all the same: echo '$1' >mend.sh && npm run run -- <environment> mend.sh"
}

# Sets files_schema, empty where nobody wrote it.
read_files_schema() { files_schema=$(cat "$schema_file" 2>/dev/null) || files_schema=""; }

# With the database as new as the image.
keep_files_schema() { echo "$image_schema" | write_file "$schema_file"; }

compare_schemas() {
  read_files_schema
  if [ -n "$files_schema" ] && [ "$files_schema" != "$schema" ]; then
    die "the files were in use with OpenEMR $(name_of "$files_schema") ($files_schema), and the database is of" \
      "$(name_of "$schema") ($schema): they are not of one moment. Nothing was changed. $both_from_one_backup" \
      "$(all_the_same "rm sites/${schema_file##*/}")"
  fi
}

compare_moments() {
  if [ -z "$files_id" ] && [ -z "$database_id" ]; then return 0; fi
  if [ -z "$files_id" ] || [ -z "$database_id" ]; then
    if [ -n "$files_id" ]; then has=files lacks=database; else has=database lacks=files; fi
    log "warning: only the $has have a mark of when they were in use last, so nobody can say whether the $lacks are of" \
      "the same moment. If one of them was restored, look whether new documents open."
    return 0
  fi
  if [ "$files_id" != "$database_id" ]; then
    die "the files and the database $database are of two installations. Nothing was changed. $both_from_one_backup"
  fi
  apart=$((files_moment - database_moment))
  if [ "$apart" -lt 0 ]; then apart=$((-apart)); fi
  if [ "$apart" -lt "$DOUBTFUL_SECONDS" ]; then return 0; fi
  when="the files are of $(day_of "$files_moment"), and the database is of $(day_of "$database_moment")"
  if [ "$apart" -ge "$FOREIGN_SECONDS" ]; then
    die "$when: they are not of one moment. Nothing was changed. $both_from_one_backup" \
      "$(all_the_same "rm sites/${moment_file##*/}")"
  fi
  doubtful=yes
  log "warning: $when. If one of them was restored, restore both from the same backup."
}

both_from_one_backup="Restore both from the same backup: npm run restore -- <environment> --to <backup>."

compare_keys() {
  strange=$(
    OPENEMR_DATABASE=$(read_sqlconf "$sites/default/sqlconf.php")
    export OPENEMR_DATABASE
    unset MYSQL_ROOT_USER OE_USER ECS_AGENT_URI SETTINGS_PARAMETER
    if id apache >/dev/null 2>&1; then exec su -s /bin/sh -c "exec php '$folder/file-keys.php'" apache; fi
    exec php "$folder/file-keys.php"
  ) && return 0
  if [ "$?" -ne 3 ]; then
    log "warning: not every key in the files is known to fit those in the database; PHP's reason is above"
    return 0
  fi
  die "the keys $strange of the files do not fit those in the database $database, so that OpenEMR could not read what it" \
    "encrypted. Nothing was changed. $both_from_one_backup Without that backup, put these keys aside, and OpenEMR makes" \
    "new ones; what they encrypted stays unreadable. $(all_the_same "cd sites/default/documents/logs_and_misc/methods &&
    mkdir -p unfit && mv $(echo "$strange" | tr -d ,) unfit" | tr -s '\n ' ' ')"
}

# Called while this task serves. What fails is done a minute later. The database says which id counts, since two tasks may
# make the first one at once. A database that was exchanged under running tasks is older than the files' mark, and is
# left as it is: the next task that starts will see it.
renew_moments() {
  if is_younger "$moment_file" "${MOMENT_SECONDS:-3600}"; then return 0; fi
  files_id="" files_moment=0
  { read -r files_id files_moment <"$moment_file"; } 2>/dev/null || :
  made=$(tr -d - </proc/sys/kernel/random/uuid)
  table="\`$database\`.$moments"
  # A backup that locks tables must not hold this task up.
  found=$(query "SET SESSION lock_wait_timeout = 5, innodb_lock_wait_timeout = 5;
    CREATE TABLE IF NOT EXISTS $table (one tinyint NOT NULL PRIMARY KEY, id char(32) NOT NULL,
      seconds bigint NOT NULL) ENGINE=InnoDB;
    INSERT IGNORE INTO $table VALUES (1, '${files_id:-$made}', $(now));
    UPDATE $table SET seconds = $(now) WHERE '$files_id' IN ('', id) AND seconds > $files_moment - $DOUBTFUL_SECONDS;
    SELECT CONCAT(id, ' ', seconds) FROM $table" 2>/dev/null) || return 0
  if [ "${files_id:-${found% *}}" != "${found% *}" ] || [ $((files_moment - ${found#* })) -ge "$DOUBTFUL_SECONDS" ]; then
    if [ ! -e "$state/exchanged" ]; then
      log "warning: the database $database was exchanged while this task served, and is not of the same moment as the" \
        "files. $both_from_one_backup"
    fi
    : >"$state/exchanged"
    return 0
  fi
  keep_moment "$found"
}
