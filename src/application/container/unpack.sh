#!/bin/sh
# Writes the files that the task definition hands over packed, then starts start.sh.
# They belong to root: what runs as root later must not be writable by Apache.
#
# The first argument is base64 of gzip of all files, each after a line "@@ <name>"; the last one is called "end".
set -eu
umask 022

folder=${SCRIPTS_DIRECTORY:-/run/openemr-on-aws}
mkdir -p "$folder"
chmod 755 "$folder"
rm -f "$folder/end"
printf %s "$1" | base64 -d | gunzip |
  awk -v folder="$folder/" '/^@@ / { file = folder $2; printf "" >file; next } { print >file }'
if [ ! -e "$folder/end" ]; then
  echo "start: error: the scripts in the task definition are not complete. Apply the stack again." >&2
  exit 1
fi
exec /bin/sh "$folder/start.sh"
