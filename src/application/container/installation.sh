# Installs OpenEMR into an empty database.
#
#   sites/.openemr-installation  "the database was empty when we began to install". While it is there, the database
#                                and sites/default are the remains of an unfinished installation. The installer
#                                cannot continue one, so they are removed: only with this mark, in the same database,
#                                and without a single patient in it.

installation=$sites/.openemr-installation

install() {
  enter installing "$image_name"
  start_maintenance installing
  show_life
  started=$(now)
  check_credentials
  if [ "$taken_over" = yes ]; then end_foreign_connections; fi
  if [ -e "$installation" ]; then clear_unfinished_installation; fi
  begin_installation
  if [ ! -f "$sites/default/sqlconf.php" ]; then cp -a "$pieces/sites/." "$sites/"; fi
  check_sqlconf
  renew_site_certificates
  password_of_owner=$MYSQL_PASS
  # The installer has the database make OpenEMR's user by a statement with its password, which the audit log keeps.
  MYSQL_PASS=$(openssl rand -hex 16)
  outcome=0
  run_job installer || outcome=$?
  if [ "$outcome" -ne 0 ] || ! installation_is_complete; then
    tell_end_of_log
    die "the installation is not complete: openemr.sh ended with $outcome, and the database says" \
      "\"${schema:-no version}\" where $image_name is \"$image_schema\". Look at the lines above; the next task removes" \
      "what is left and tries again."
  fi
  set_password_of_owner
  printf %s "$image_number" | write_file "$sites/default/docker-version"
  give_documents_to_apache
  keep_files_schema
  lock_down_sites
  rm -f "$installation"
  log "done: installing $image_name in $((($(now) - started) / 60)) min"
}

# Replaces the installer's password by that of the secret, with a statement that has only what the database stores of it.
set_password_of_owner() {
  MYSQL_PASS=$password_of_owner
  stored=$(printf %s "$MYSQL_PASS" | openssl dgst -sha1 -binary | openssl dgst -sha1 -r | cut -c 1-40 | tr a-f A-F)
  if [ "${#stored}" -ne 40 ]; then die "openssl did not encode the password of $owner. The next task tries again."; fi
  ask "ALTER USER '$owner'@'%' IDENTIFIED WITH mysql_native_password AS '*$stored'"
  (umask 077 && MYSQL_PASS=$MYSQL_PASS awk '
    /^[$]pass[ \t]*=/ { print "$pass = \047" ENVIRON["MYSQL_PASS"] "\047;"; next }
    { print }
  ' "$sites/default/sqlconf.php" >"$state/sqlconf.php")
  # The last moment to notice that it was cut off, as on a full disk: from now on nothing is begun anew.
  if [ "$(read_sqlconf "$state/sqlconf.php" | sed -n '4p;6p')" != "$MYSQL_PASS${newline}1" ]; then
    die "sqlconf.php could not be written with the password of $owner. The next task tries again."
  fi
  install_file "$state/sqlconf.php" "$sites/default/sqlconf.php" 640
  rm -f "$state/sqlconf.php"
  unset password_of_owner
}

installation_is_complete() {
  read_schema
  check_sqlconf
  configured && [ "$schema" = "$image_schema" ]
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
  if [ -z "${MYSQL_ROOT_PASS:-}" ] || [ -z "${MYSQL_PASS:-}" ] || [ -z "${OE_PASS:-}" ]; then
    die "$passwords has no MYSQL_ROOT_PASS, MYSQL_PASS or OE_PASS, and nothing is installed. Look into the log of" \
      "the container \"passwords\": it must succeed, and its volume must be mounted here."
  fi
}

# An installation that never served has none, and what it leaves is removed.
check_documents() {
  for documents in "$sites"/default/documents/[0-9]*; do
    if [ ! -e "$documents" ] || [ -e "$pieces/sites/${documents#"$sites"/}" ]; then continue; fi
    die "$documents is of a patient, and the database $database on $host is of no installation that was finished. Nothing" \
      "was touched. Restore the database that belongs to these files."
  done
}

begin_installation() {
  ask "SELECT COUNT(*) $tables"
  # The installer drops tables that exist before it makes its own.
  if [ "$answer" != 0 ]; then
    if [ -d "$sites/default" ]; then
      die "sites/default/sqlconf.php is missing or says that nothing is installed, but the database $database on $host" \
        "holds $answer tables. Installing would destroy them. Restore the file, or all that belong to this database, from a backup."
    fi
    die "the sites volume is new but the database $database on $host holds $answer tables. Installing would destroy" \
      "them. Restore the sites volume that belongs to this database."
  fi
  check_documents
  echo "$host:$port/$database" | write_file "$installation"
  log "installing into the empty database $database on $host"
}

clear_unfinished_installation() {
  began=$(cat "$installation")
  if [ "$began" != "$host:$port/$database" ]; then
    die "an installation was begun in $began and not finished, and now the database is $host:$port/$database." \
      "Remove $installation once you know which one is right."
  fi
  patients=0
  ask "SELECT COUNT(*) $tables AND table_name = 'patient_data'"
  if [ "$answer" != 0 ]; then
    ask "SELECT COUNT(*) FROM \`$database\`.patient_data"
    patients=$answer
  fi
  if [ "$patients" != 0 ]; then
    die "the installation in $began was not finished, but there are $patients patients in it. Nothing was touched." \
      "If it is in use, remove $installation."
  fi
  # Tasks make these two when they serve.
  ask "SELECT COUNT(*) $tables AND table_name IN ('openemr_on_aws_settings', '$moments')"
  if [ "$answer" != 0 ]; then
    die "$installation says that an installation was not finished, and the database $began was in use. Nothing was" \
      "touched. Restore files and database from the same backup; if these belong together, remove $installation."
  fi
  check_documents
  log "removing the remains of the unfinished installation in $began"
  ask "DROP DATABASE IF EXISTS \`$database\`"
  drop_own_user
  rm -rf "$sites"/.openemr-interrupted-*
  if [ -d "$sites/default" ]; then
    mv "$sites/default" "$sites/.openemr-interrupted-$me"
    rm -rf "$sites/.openemr-interrupted-$me"
  fi
}

# OpenEMR's own user, which the installer makes, unless it has rights elsewhere.
drop_own_user() {
  if [ "$owner" = "$user" ]; then return 0; fi
  elsewhere=$(query "SELECT COUNT(*) FROM mysql.db WHERE User = '$owner' AND Db <> '$database'" 2>/dev/null) || return 0
  if [ "$elsewhere" != 0 ]; then
    log "the database's user $owner has rights elsewhere, and is kept"
    return 0
  fi
  query "DROP USER IF EXISTS '$owner'@'%'" >/dev/null 2>&1 || log "the database's user $owner could not be dropped"
}
