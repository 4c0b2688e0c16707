#!/bin/sh
# Hands passwords to the main container in files, in a container that ends before OpenEMR starts.
#
# ECS hands over secrets by the environment of a container only. There the first process, each health check and each
# shell of ECS Exec have them for as long as the container lives, whatever its scripts do. So the main container gets
# none: it reads these files, and removes them before it serves.
#
# Settings:
#   PASSWORDS_DIRECTORY    /run/openemr-passwords, a volume of this task, which dies with it
#   MYSQL_ROOT_PASS, MYSQL_PASS, OE_PASS   not optional
set -eu
umask 077

folder=${PASSWORDS_DIRECTORY:-/run/openemr-passwords}
mkdir -p "$folder"
chmod 700 "$folder"
for name in MYSQL_ROOT_PASS MYSQL_PASS OE_PASS; do
  value=""
  eval "value=\${$name:-}"
  if [ -z "$value" ]; then
    echo "passwords: error: $name is empty. Give this container the secret that has it, in the task's definition." >&2
    exit 1
  fi
  printf %s "$value" >"$folder/$name"
done
echo "passwords: handed over"
