#!/bin/sh
# Says which version of OpenEMR the database is of, and fails where it is not the one that is expected.
# EXPECTED is a version, or "any": then it also tells of an upgrade that may have changed the tables and is not complete.
set -eu
client=$(command -v mariadb || command -v mysql)
# shellcheck disable=SC2016 # the names of columns are no variables
found=$(echo 'SELECT CONCAT_WS(".", v_major, v_minor, v_patch) FROM version LIMIT 1;' |
  MYSQL_PWD="$MYSQL_PASS" "$client" --host="$MYSQL_HOST" --port="$MYSQL_PORT" --user="$MYSQL_USER" --connect-timeout=10 \
    --ssl-ca="${TLS_DIRECTORY:-/run/openemr-tls}/mysql-ca.pem" --ssl-verify-server-cert --skip-column-names --batch \
    "${MYSQL_DATABASE:-openemr}")
if [ -z "$found" ]; then
  echo 'The database names no version of OpenEMR'
  exit 1
fi
mark=${SITES:-sites}/.openemr-upgrade
case $EXPECTED in
  any)
    begun=
    if grep -qx changing=yes "$mark" 2>/dev/null; then
      begun=", and an upgrade of it to OpenEMR $(sed -n 's/^to_name=//p' "$mark") was begun"
    fi
    echo "The database is of OpenEMR $found$begun"
    ;;
  "$found" | "$found".*) echo "The database is of OpenEMR $found" ;;
  *)
    echo "The database is of OpenEMR $found, and not of $EXPECTED"
    exit 1
    ;;
esac
