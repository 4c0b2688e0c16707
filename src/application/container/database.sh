# Asking OpenEMR's database: as the master user while this task may have to install or upgrade, then as OpenEMR's own.

host=${MYSQL_HOST:-}
port=${MYSQL_PORT:-3306}
database=${MYSQL_DATABASE:-openemr}
owner=${MYSQL_USER:-openemr}
client=$(command -v mariadb || command -v mysql || :)

# The file is read each time: passwords are rotated while tasks run.
choose_login() {
  user=${MYSQL_ROOT_USER:-root} password=${MYSQL_ROOT_PASS:-}
  if [ -n "$password" ]; then return 0; fi
  user=$owner
  if login=$(read_sqlconf "$sites/default/sqlconf.php" 2>/dev/null); then
    user=$(echo "$login" | sed -n 3p) password=$(echo "$login" | sed -n 4p)
  fi
}
choose_login

# The password goes by the environment: arguments can be read by everybody.
query() {
  choose_login
  MYSQL_PWD=$password "$client" --host="$host" --port="$port" --user="$user" --connect-timeout=10 \
    --ssl-ca="$authorities" --ssl-verify-server-cert --batch --skip-column-names --execute="$1"
}

# ask <statement>: sets `answer`. A database that fails over is away for half a minute.
ask() {
  tries=0
  while ! answer=$(query "$1" 2>"$state/database"); do
    tries=$((tries + 1))
    if [ "$tries" -ge 10 ]; then
      die "the database $host:$port does not answer $user: $(head -n 1 "$state/database"). Look at its events."
    fi
    pause "$retry"
  done
}

wait_for_database() {
  if [ -z "$host" ]; then die "MYSQL_HOST is not set. Give the address of the database."; fi
  if [ -z "$client" ]; then die "there is no client of MySQL or MariaDB. Use OpenEMR's own image."; fi
  for name in "$database" "$owner"; do
    case $name in
      '' | *[!A-Za-z0-9_-]*)
        die "MYSQL_DATABASE or MYSQL_USER is \"$name\". Use letters, digits, _ and - only."
        ;;
    esac
  done
  deadline=$(($(now) + ${DATABASE_WAIT_SECONDS:-180}))
  while :; do
    query 'SELECT 1' >/dev/null 2>"$state/database" &
    if await; then return 0; fi
    problem=$(head -n 1 "$state/database")
    if [ "$(now)" -ge "$deadline" ]; then
      die "the database $host:$port does not answer $user: $problem. Look whether it runs, whether this task may" \
        "reach it, and whether the password in the secret is the database's."
    fi
    enter waiting "for the database $host:$port"
    tell_progress "$problem"
    pause "$retry"
  done
}

tables="FROM information_schema.tables WHERE table_schema = '$database'"

# Sets schema to the five numbers of the table `version`, or to nothing where there is none.
read_schema() {
  schema=""
  ask "SELECT COUNT(*) $tables AND table_name = 'version'"
  if [ "$answer" = 0 ]; then return 0; fi
  ask "SELECT v_major, v_minor, v_patch, v_realpatch, v_database FROM \`$database\`.version LIMIT 1"
  schema=$(echo "$answer" | tr '\t' ' ')
}

# OpenEMR's users, which a rotation of passwords uses in turn, and the installer.
users="'$owner', '${owner}_2', '$user'"
# Connections to the database from other machines as one of these.
foreign="FROM information_schema.processlist WHERE user IN ($users) AND db = '$database'
  AND SUBSTRING_INDEX(host, ':', 1) <> (SELECT SUBSTRING_INDEX(host, ':', 1)
    FROM information_schema.processlist WHERE id = CONNECTION_ID())"

# Sets answer to the addresses that are connected, with blanks between.
find_foreign_connections() {
  ask "SELECT DISTINCT SUBSTRING_INDEX(host, ':', 1) $foreign"
  answer=$(echo "$answer" | tr '\n' ' ' | sed 's/ *$//')
}

end_foreign_connections() {
  ask "SELECT id $foreign"
  for id in $answer; do
    # Amazon's master user may not KILL, and has a procedure for it. One that has just ended is no error.
    query "KILL $id" >/dev/null 2>&1 || query "CALL mysql.rds_kill($id)" >/dev/null 2>&1 || :
  done
}

# Whether the database works on a statement of this installation or upgrade, and does not wait for a lock.
database_works() {
  found=$(query "SELECT COUNT(*) FROM information_schema.processlist WHERE user IN ($users)
    AND db = '$database' AND command NOT IN ('Sleep', 'Daemon') AND id <> CONNECTION_ID()
    AND COALESCE(state, '') NOT LIKE 'Waiting for%lock%'" 2>/dev/null) || return 1
  [ "${found:-0}" -gt 0 ]
}
