#!/bin/sh
# Says whether this container of OpenEMR should go on living: exit 0 yes, 1 no.
#
# A container that does not serve yet is unhealthy for its first minutes, so that a deployment that fails is noticed:
# ECS does not count these, as the start period and ten tries cover ten minutes. After that, one that installs,
# upgrades or waits for another that does is healthy for as long as it shows signs of life: it takes as long as it
# takes, and must not be killed.
#
# One that serves is asked whether Apache and PHP answer. The database is left out on purpose: a new container does
# not mend a database, and a question to it every few seconds would keep Aurora from pausing. "/" runs PHP without
# the database or a session in all versions, and leads to the login of an installed OpenEMR.
#
# Settings, all optional:
#   HEALTH_CHECK_URL       https://localhost
#   PATIENCE_SECONDS       540, less than the start period and all tries of ECS's health check take
#   LIFE_SECONDS           600, the longest time between two signs of life
#   STATE_DIRECTORY        /run/openemr-on-aws/state, local to the container; start.sh writes there
#   WEB_FOLDER             /run/openemr-on-aws; Apache changes the file activity there when PHP has answered somebody
set -eu

url=${HEALTH_CHECK_URL:-https://localhost}
state=${STATE_DIRECTORY:-/run/openemr-on-aws/state}
activity=${WEB_FOLDER:-/run/openemr-on-aws}/activity

unhealthy() {
  echo "unhealthy: $*"
  exit 1
}
ask() {
  curl --insecure --fail --silent --show-error --include --noproxy '*' --connect-timeout 2 --max-time 4 "$url$1" 2>&1
}
seconds_since() { echo $(($(date +%s) - $(stat -c %Y "$1"))); }
# A time of more than a minute to come is left from before the clock was put back, and says nothing.
answered_lately() {
  if [ ! -e "$activity" ]; then return 1; fi
  age=$(seconds_since "$activity")
  [ "$age" -lt 60 ] && [ "$age" -ge -60 ]
}

if [ ! -e "$state/started" ]; then unhealthy "the start script has not run"; fi
mode=$(cat "$state/mode" 2>/dev/null) || mode=starting

if [ "$mode" = serving ]; then
  # Not verified: the certificate is this task's own and the way is the loopback interface.
  for path in /task-health /; do
    failure=0
    answer=$(ask "$path") || failure=$?
    # 28 is curl's for "not in time". While more people ask than Apache has processes, this question waits behind theirs:
    # who answers them lives.
    if [ "$failure" -eq 28 ] && answered_lately; then
      echo "healthy: serving, and busy"
      exit 0
    fi
    if [ "$failure" -ne 0 ]; then
      unhealthy "$url$path does not answer ($(printf '%s' "$answer" | tail -n 1))"
    fi
    case $answer in *setup.php*) unhealthy "OpenEMR is not installed: $url$path leads to its setup" ;; esac
  done
  exit 0
fi

age=$(seconds_since "$state/started")
if [ ! -e "$state/served" ] && [ "$age" -lt "${PATIENCE_SECONDS:-540}" ]; then
  unhealthy "$mode, and does not serve yet, $age s after the start"
fi
if [ ! -e "$state/progress" ] || [ "$(seconds_since "$state/progress")" -ge "${LIFE_SECONDS:-600}" ]; then
  unhealthy "$mode, without a sign of life"
fi
echo "healthy: $mode, for $age s"
