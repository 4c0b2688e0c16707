#!/bin/sh
# Gives OpenEMR's user of the database today's password, and writes it into sqlconf.php of every site, with the host and
# port of the database here: files of another installation name that one's. It may be run again. Passwords go by the
# environment and by standard input: arguments can be read by everybody.
set -eu
quote=$(printf "\047")
client=$(command -v mariadb || command -v mysql)

ask() {
  "$client" --host="$MYSQL_HOST" --port="$MYSQL_PORT" --user="$1" --connect-timeout=10 \
    --ssl-ca="${TLS_DIRECTORY:-/run/openemr-tls}/mysql-ca.pem" --ssl-verify-server-cert
}

# Prints the name of the database of a site, where the file has the installer's form.
database_of() {
  sed -n "s/^[[:space:]]*[$]dbase[[:space:]]*=[[:space:]]*$quote\([A-Za-z0-9_-]*\)$quote;.*/\1/p" "$1"
}

set -- sites/*/sqlconf.php
if ! grep -q "^[[:space:]]*[$]pass[[:space:]]*=" "$@" 2>/dev/null; then
  echo "No site names a password, and nothing was changed"
  exit 1
fi
# The name of the exchanged database leads to it only after a while.
attempts=30
until echo "SELECT 1;" | MYSQL_PWD="$MYSQL_ROOT_PASS" ask "$MYSQL_ROOT_USER" >/dev/null; do
  attempts=$((attempts - 1))
  if [ "$attempts" -eq 0 ]; then echo "The database does not take the password of $MYSQL_ROOT_USER, and nothing was changed"; exit 1; fi
  sleep "${RETRY_SECONDS:-10}"
done
user=$quote$MYSQL_USER$quote@$quote%$quote
# The audit log has statements about users word for word, so they hold what the database stores, and not the password.
stored=$(printf %s "$MYSQL_PASS" | openssl dgst -sha1 -binary | openssl dgst -sha1 -r | cut -c 1-40 | tr a-f A-F)
if [ "${#stored}" -ne 40 ]; then echo "The password cannot be encoded, and nothing was changed"; exit 1; fi
login="IDENTIFIED WITH mysql_native_password AS $quote*$stored$quote"
echo "CREATE USER IF NOT EXISTS $user $login;
ALTER USER $user $login;" | MYSQL_PWD="$MYSQL_ROOT_PASS" ask "$MYSQL_ROOT_USER"
for file in "$@"; do
  database=$(database_of "$file")
  if [ -z "$database" ]; then continue; fi
  echo "GRANT ALL PRIVILEGES ON \`$database\`.* TO $user;" | MYSQL_PWD="$MYSQL_ROOT_PASS" ask "$MYSQL_ROOT_USER"
  # A person chose these files for this database. Without this mark, a task does not refuse them for their moment.
  echo "DROP TABLE IF EXISTS \`$database\`.openemr_on_aws_moment;" | MYSQL_PWD="$MYSQL_ROOT_PASS" ask "$MYSQL_ROOT_USER"
done
# Nor those that were kept for the patch that they were in use with.
if [ "${FILES:-}" = "in use" ]; then rm -f sites/.openemr-schema; fi
echo "SELECT 1;" | MYSQL_PWD="$MYSQL_PASS" ask "$MYSQL_USER" >/dev/null
for file in "$@"; do
  if [ -z "$(database_of "$file")" ]; then continue; fi
  cp -p "$file" "$file.new"
  sed -e "s/^\([[:space:]]*[$]login[[:space:]]*=\).*/\1 $quote$MYSQL_USER$quote;/" \
    -e "s/^\([[:space:]]*[$]pass[[:space:]]*=\).*/\1 $quote$MYSQL_PASS$quote;/" \
    -e "s/^\([[:space:]]*[$]host[[:space:]]*=\).*/\1 $quote$MYSQL_HOST$quote;/" \
    -e "s/^\([[:space:]]*[$]port[[:space:]]*=\).*/\1 $quote$MYSQL_PORT$quote;/" "$file" >"$file.new"
  mv "$file.new" "$file"
done
echo "$MYSQL_USER has the password of the secret, in the database and in sqlconf.php of every site"
