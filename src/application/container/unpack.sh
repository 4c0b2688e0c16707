#!/bin/sh
# Writes the files that the task definition hands over as pairs of name and text, then starts start.sh.
# They belong to root: what runs as root later must not be writable by Apache.
set -eu
umask 022

folder=${SCRIPTS_DIRECTORY:-/run/openemr-on-aws}
mkdir -p "$folder"
chmod 755 "$folder"
while [ "$#" -ge 2 ]; do
  printf '%s\n' "$2" >"$folder/$1"
  shift 2
done
exec /bin/sh "$folder/start.sh"
