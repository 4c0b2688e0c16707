# OpenEMR's background services without anybody signed in, for start.sh.
#
#   background_services_due   whether they are to run now; asked once a minute while this task serves
#   run_background_services   starts them, and does not wait for them
#
# A database that may pause would never do so with a look at it each minute. With DATABASE_MAY_PAUSE=yes the services
# run while somebody uses OpenEMR in this task, who keeps the database awake anyway, and once an hour for all tasks.
#
# Environment, optional:
#   DATABASE_MAY_PAUSE     no
#   SERVICES_USED_SECONDS  300, since the last request to PHP, so long counts as "in use"
#   SERVICES_IDLE_SECONDS  3600, between two runs while nobody uses OpenEMR

# The variables that are not set here are those of start.sh and web-server.sh.
# shellcheck disable=SC2154

# Apache appends to the file activity at each request that PHP answers. The time of the last run of all tasks lies on
# the shared volume.
background_services_due() {
  if [ "${DATABASE_MAY_PAUSE:-no}" != yes ]; then return 0; fi
  last_run=$sites/.openemr-background-services
  is_younger "$web_folder/activity" "${SERVICES_USED_SECONDS:-300}" ||
    ! is_younger "$last_run" "${SERVICES_IDLE_SECONDS:-3600}" || return 1
  # ":" would end the shell where this fails; then they run again a minute later.
  { true >"$last_run"; } 2>/dev/null || :
}

# is_younger <file> <seconds>: whether it was changed within so many seconds. A time of more than a minute to come is
# left from before the clock was put back, and says nothing.
is_younger() {
  changed=$(stat -c %Y "$1" 2>/dev/null) || return 1
  age=$(($(date +%s) - changed))
  [ "$age" -lt "$2" ] && [ "$age" -ge -60 ]
}

run_background_services() {
  (
    OPENEMR_DATABASE=$(read_sqlconf "$sites/default/sqlconf.php") || exit 0
    export OPENEMR_DATABASE OPENEMR_ROOT="$openemr" DATABASE_CA="$state/mysql-ca.pem"
    unset MYSQL_ROOT_USER MYSQL_ROOT_PASS MYSQL_PASS OE_USER OE_PASS SETTINGS_PARAMETER \
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_CREDENTIALS_FULL_URI ECS_AGENT_URI
    if id apache >/dev/null 2>&1; then
      exec setsid su -s /bin/sh -c "exec php '$web_folder/background-services.php'" apache
    fi
    exec setsid php "$web_folder/background-services.php"
  ) &
  services=$!
}
