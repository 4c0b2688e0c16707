#!/bin/sh
# Brings files and tables that were loaded beside those in use to this image's version: by OpenEMR's own scripts, in the
# way in which a task of OpenEMR runs them (src/application/container). It may be run again, and goes on.
set -eu
set -- "$PWD"/aws-backup-restore_import
if [ ! -d "$1/sites/default" ]; then echo "There is no folder of files beside those in use: $1"; exit 1; fi
if [ "$RESTORED_HOST" = "$MYSQL_HOST" ]; then echo "The database beside is the one in use, and nothing was changed"; exit 1; fi
export MYSQL_HOST="$RESTORED_HOST" OE_USER=admin REDIS_SERVER="" QUIET_SECONDS=0
folder=${SCRIPTS_DIRECTORY:-/run/openemr-on-aws}
mkdir -p "$folder"
base64 -d <"$1/carried/scripts" | gunzip |
  awk -v folder="$folder/" '/^@@ / { file = folder $2; printf "" >file; next } { print >file }'
# The image's own sites make way for those beside.
image=${OPENEMR_ROOT:-/var/www/localhost/htdocs/openemr}
if [ ! -L "$image/sites" ]; then mv "$image/sites" "$image/sites-of-image"; fi
ln -sfn "$1/sites" "$image/sites"
PASSWORDS_DIRECTORY=${PASSWORDS_DIRECTORY:-/run/openemr-passwords}
mkdir -p "$PASSWORDS_DIRECTORY"
chmod 700 "$PASSWORDS_DIRECTORY"
printf %s "$MYSQL_ROOT_PASS" >"$PASSWORDS_DIRECTORY/MYSQL_ROOT_PASS"
printf %s "$MYSQL_PASS" >"$PASSWORDS_DIRECTORY/MYSQL_PASS"
for part in common passwords versions certificates database sqlconf sites-rights lock protection mark moment decision job \
  installation upgrade; do
  # shellcheck source=/dev/null
  . "$folder/$part.sh"
done
# No people are served here.
start_maintenance() { :; }
stop_maintenance() { :; }
begin
install_certificates
read_image
wait_for_database
check_sqlconf
if ! configured; then die "the site beside names no database. Run the import again."; fi
# shellcheck disable=SC2154 # the parts set it
while ! take_lock; do pause "$poll"; done
lead
read_schema
# shellcheck disable=SC2154 # the parts set them
if [ "$schema" != "$image_schema" ]; then die "the tables are of $(name_of "$schema") after the upgrade to $image_name."; fi
# shellcheck disable=SC2154 # the parts set it
echo "Files and tables beside those in use are of OpenEMR $image_name"
