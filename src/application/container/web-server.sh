#!/bin/sh
# The web servers of a task, for start.sh, which has log, die and await: OpenEMR's Apache gets this project's
# configuration, and a small Apache beside it answers while OpenEMR does not.
#
#   prepare_web_server           writes the configuration; once, before any of the others; can be repeated
#   start_maintenance <why>      serves the page of maintenance: installing or upgrading; again for another reason.
#                                Its /task-health is 200, so a task that only starts does not serve it: the load
#                                balancer would send it requests that other tasks can answer
#   stop_maintenance             ends that. Both servers may listen at the same time: OpenEMR's Apache may be started
#                                first, so that somebody always listens
#   web_server_says <word>       whether a server of this task answers /task-health with "serving" or "maintenance"
#
# Environment, not optional:
#   TRUSTED_PROXIES         networks of the load balancer, separated by blanks: 10.0.0.0/24 10.0.1.0/24
#   MAXIMUM_UPLOAD_MB       largest file that can be uploaded
#   PHP_MEMORY_LIMIT_MB     most memory for one request; scripts cannot raise it
#   WEB_SERVER_WORKERS      requests that are worked on at the same time; more wait
# Optional:
#   HSTS                    value of the header Strict-Transport-Security; none if it is empty
#   WEB_FOLDER              /run/openemr-on-aws, where this file and its configuration files are
#   WEB_PORT                443
#   APACHE                  /usr/sbin/httpd
#   APACHE_CONFIGURATION    /etc/apache2/httpd.conf
#   APACHE_MODULES          /usr/lib/apache2, Alpine's, or /usr/lib/apache2/modules, Debian's
#   APACHE_USER             apache
#   OPENEMR_ROOT            /var/www/localhost/htdocs/openemr
#   TLS_DIRECTORY           /run/openemr-tls, filled by certificate.sh
web_folder=${WEB_FOLDER:-/run/openemr-on-aws}
web_port=${WEB_PORT:-443}
apache=${APACHE:-/usr/sbin/httpd}
apache_configuration=${APACHE_CONFIGURATION:-/etc/apache2/httpd.conf}
maintenance_server=""

# number <variable> <at least> <at most>
web_number() {
  web_value=""
  eval "web_value=\${$1:-}"
  case $web_value in
    '' | *[!0-9]* | ???????*) ;;
    *) if [ "$web_value" -ge "$2" ] && [ "$web_value" -le "$3" ]; then return 0; fi ;;
  esac
  die "$1 is \"$web_value\": a whole number from $2 to $3 is allowed. Correct it in the task's definition."
}

check_web_settings() {
  web_number MAXIMUM_UPLOAD_MB 1 10240
  web_number PHP_MEMORY_LIMIT_MB 64 16384
  web_number WEB_SERVER_WORKERS 2 512
  # Without one Apache would believe everybody's X-Forwarded-For.
  case ${TRUSTED_PROXIES:-} in
    '' | *[!0-9a-fA-F:./\ ]*)
      die "TRUSTED_PROXIES is \"${TRUSTED_PROXIES:-}\": networks such as 10.0.0.0/24, separated by blanks, are allowed." \
        "Give those of the load balancer's subnets." ;;
  esac
  case ${HSTS:-} in
    *[!A-Za-z0-9=\;\ -]*)
      die "HSTS is \"$HSTS\": a value such as \"max-age=31536000; includeSubDomains\", or nothing, is allowed." ;;
  esac
}

find_modules() {
  for modules in "${APACHE_MODULES:-}" /usr/lib/apache2 /usr/lib/apache2/modules; do
    if [ -e "$modules/mod_headers.so" ]; then return 0; fi
  done
  die "Apache's mod_headers.so is neither in /usr/lib/apache2 nor below it. Choose an openemr_version that this project" \
    "lists as tried."
}

write_apache_settings() {
  start_workers=4
  if [ "$WEB_SERVER_WORKERS" -lt "$start_workers" ]; then start_workers=$WEB_SERVER_WORKERS; fi
  from_load_balancer=""
  for network in $TRUSTED_PROXIES; do
    from_load_balancer="$from_load_balancer${from_load_balancer:+ || }%{REMOTE_ADDR} -ipmatch '$network'"
  done
  # Around the file a form has other fields.
  post=$((MAXIMUM_UPLOAD_MB + 8))
  {
    echo "Define WEB_FOLDER $web_folder"
    echo "Define WEB_PORT $web_port"
    echo "Define WEB_USER ${APACHE_USER:-apache}"
    echo "Define MODULES $modules"
    echo "Define OPENEMR_ROOT ${OPENEMR_ROOT:-/var/www/localhost/htdocs/openemr}"
    echo "Define TLS_CERTIFICATE ${TLS_DIRECTORY:-/run/openemr-tls}/server.cert.pem"
    echo "Define TLS_KEY ${TLS_DIRECTORY:-/run/openemr-tls}/server.key.pem"
    echo "Define FROM_LOAD_BALANCER \"$from_load_balancer\""
    echo "Define UPLOAD_MB $MAXIMUM_UPLOAD_MB"
    echo "Define POST_MB $post"
    echo "Define POST_BYTES $((post * 1048576))"
    echo "Define PHP_MEMORY_MB $PHP_MEMORY_LIMIT_MB"
    echo "Define WORKERS $WEB_SERVER_WORKERS"
    echo "Define START_WORKERS $start_workers"
    echo "Define SPARE_WORKERS $((start_workers * 2))"
    if [ -n "${HSTS:-}" ]; then echo "Define HSTS \"$HSTS\""; fi
  } >"$web_folder/apache-settings.conf"
}

# sort_out <kept|removed> <file>: lines of a file of Apache's configuration. Removed is what ours would not replace by
# standing there once more: logs and ports would be added to ours, and a virtual host has everything of its own.
sort_out() {
  awk -v wanted="$1" '
    function out(part) { if (part == wanted) print whole }
    { whole = goes_on ? whole "\n" $0 : $0; goes_on = 0 }
    /\\$/ { goes_on = 1; next }
    { line = tolower(whole) }
    line ~ /^[[:space:]]*<virtualhost[[:space:]>]/ { inside = 1 }
    inside { out("removed"); if (line ~ /^[[:space:]]*<\/virtualhost>/) inside = 0; next }
    line ~ /^[[:space:]]*(listen|errorlog|errorlogformat|customlog|transferlog|globallog)[[:space:]]/ { out("removed"); next }
    { out("kept") }
  ' "$2"
}

remove_replaced() {
  for file in "$@"; do
    if [ ! -f "$file" ] || [ -z "$(sort_out removed "$file")" ]; then continue; fi
    sort_out kept "$file" >"$web_folder/kept"
    cat "$web_folder/kept" >"$file"
  done
  rm -f "$web_folder/kept"
}

include_ours() {
  for name in settings serving; do echo "Include $web_folder/apache-$name.conf"; done >"$web_folder/ours"
  grep -v -x -F -f "$web_folder/ours" "$apache_configuration" >"$web_folder/main"
  cat "$web_folder/main" "$web_folder/ours" >"$apache_configuration"
  rm -f "$web_folder/main" "$web_folder/ours"
}

# Looks into every file that Apache reads, wherever it is, for what should have been removed.
check_apache() {
  if ! files=$("$apache" -f "$apache_configuration" -t -D DUMP_INCLUDES 2>&1); then
    die "Apache does not accept its configuration: $files"
  fi
  files=$(echo "$files" | sed -n 's/^ *([0-9*]*) \(\/.*\)$/\1/p')
  case $files in *"$apache_configuration"*) ;; *) die "Apache does not say which files it reads, but \"$files\"" ;; esac
  for file in $files; do
    left=$(sort_out removed "$file")
    case $file in "$web_folder"/*) left="" ;; esac
    if [ -n "$left" ]; then
      die "$file still has virtual hosts, ports or logs of its own, which would stand beside this project's:" "$left"
    fi
  done
}

prepare_web_server() {
  check_web_settings
  mkdir -p "$web_folder"
  find_modules
  write_apache_settings
  for name in serving maintenance; do echo "$name" >"$web_folder/health-$name"; done
  : >>"$web_folder/activity"
  remove_replaced "$apache_configuration" "${apache_configuration%/*}"/conf.d/*.conf
  include_ours
  check_apache
}

write_maintenance_page() {
  saved="Everything that was saved is safe. What was typed and not saved may have to be entered once more."
  case $1 in
    installing)
      title="OpenEMR is being installed"
      why="This takes a few minutes. Then you can sign in here."
      saved="You have reached the right address." ;;
    upgrading)
      title="OpenEMR is being updated"
      why="A new version is being put in place. Most updates take a few minutes; large ones can take some hours." ;;
    *) die "start_maintenance $1: installing or upgrading is allowed" ;;
  esac
  sed -e "s/@TITLE@/$title/" -e "s/@WHY@/$why/" -e "s/@SAVED@/$saved/" \
    "$web_folder/maintenance.html" >"$web_folder/maintenance-page.new"
  mv -f "$web_folder/maintenance-page.new" "$web_folder/maintenance-page.html"
}

task_health() {
  curl --insecure --silent --noproxy '*' --connect-timeout 2 --max-time 4 "https://127.0.0.1:$web_port/task-health"
}

web_server_says() {
  # While both servers listen, either may answer.
  for _ in 1 2 3 4 5 6; do
    if [ "$(task_health)" = "$1" ]; then return 0; fi
    if [ -z "$maintenance_server" ]; then return 1; fi
  done
  return 1
}

start_maintenance() {
  write_maintenance_page "$1"
  if [ -n "$maintenance_server" ] && kill -0 "$maintenance_server" 2>/dev/null; then return 0; fi
  # In a process group of its own: Apache signals all of its group when it stops.
  setsid "$apache" -C "Include $web_folder/apache-settings.conf" -f "$web_folder/apache-maintenance.conf" -D FOREGROUND &
  maintenance_server=$!
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    if task_health >/dev/null; then return 0; fi
    if ! kill -0 "$maintenance_server" 2>/dev/null || [ "$attempt" -eq 10 ]; then break; fi
    sleep 1
  done
  die "the web server of the maintenance page does not answer on port $web_port; Apache's reason is above"
}

stop_maintenance() {
  if [ -z "$maintenance_server" ]; then return 0; fi
  kill -WINCH "$maintenance_server" 2>/dev/null || :
  (sleep 10 && kill -KILL "$maintenance_server") >/dev/null 2>&1 &
  killer=$!
  wait "$maintenance_server" 2>/dev/null || :
  kill "$killer" 2>/dev/null || :
  maintenance_server=""
}
