#!/bin/sh
# Says whether this container of OpenEMR should go on living: exit 0 yes, 1 no.
#
# The question asked is whether Apache and PHP answer here. The database is left out on purpose: a
# new container does not mend a database, and a question to it every few seconds would keep Aurora
# from pausing. "/" runs PHP without the database or a session in all versions, and leads to the
# login of an installed OpenEMR.
#
# A first installation takes up to 20 minutes before Apache starts, an upgrade of much data likewise.
# Until a container has served once it is therefore given a limit, counted from its start.
#
# One that serves before its settings are applied is unhealthy: it would serve with other settings than a plan said.
#
# Settings, all optional:
#   HEALTH_CHECK_URL       https://localhost/
#   STARTUP_LIMIT_SECONDS  1800
#   STATE_DIRECTORY        /tmp/openemr-start, local to the container; start.sh writes there
set -eu

url=${HEALTH_CHECK_URL:-https://localhost/}
limit=${STARTUP_LIMIT_SECONDS:-1800}
state=${STATE_DIRECTORY:-/tmp/openemr-start}

unhealthy() {
  echo "unhealthy: $*"
  exit 1
}

# start.sh found that this container must be replaced.
if [ -e "$state/failed" ]; then unhealthy "$(head -n 1 "$state/failed")"; fi

# Not verified: the certificate is this task's own and the way is the loopback interface.
if answer=$(curl --insecure --fail --silent --show-error --include --noproxy '*' \
  --connect-timeout 2 --max-time 4 "$url" 2>&1); then
  case $answer in
    *setup.php*) problem="OpenEMR is not installed: $url leads to its setup" ;;
    *)
      if [ -e "$state/unapplied" ]; then unhealthy "$url answers, and the settings are not applied yet"; fi
      mkdir -p "$state"
      : >"$state/served"
      exit 0
      ;;
  esac
else
  problem="$url does not answer ($(printf '%s' "$answer" | tail -n 1))"
fi

if [ -e "$state/served" ]; then unhealthy "$problem, and did before"; fi
if ! started=$(stat -c %Y "$state/started" 2>/dev/null); then
  unhealthy "$problem, and the start script has not run"
fi
age=$(($(date +%s) - started))
if [ "$age" -ge "$limit" ]; then unhealthy "$problem, $age s after the start (limit $limit s)"; fi
echo "starting: $problem, $age s after the start (limit $limit s)"
