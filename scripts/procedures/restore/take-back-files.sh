#!/bin/sh
# Puts the former files, sites-replaced, into their place again, and the restored ones back. It may be run again.
# FOLDER is the one that was looked into; a restore of the files that failed may have left another one.
set -eu
if [ -n "${FOLDER:-}" ]; then set -- "$FOLDER"; else set -- aws-backup-restore_*; fi
if [ "$#" -gt 1 ] || [ ! -d "$1" ]; then echo "There is not one restored folder: $*. Nothing was changed"; exit 1; fi
if [ ! -d sites-replaced ]; then
  if [ -d sites ]; then echo "The former files are in use"; exit 0; fi
  echo "There are neither sites nor sites-replaced"
  exit 1
fi
if [ -e sites ]; then
  if [ -e "$1/sites" ]; then echo "$1/sites is there although sites is in use. Nothing was changed"; exit 1; fi
  mv sites "$1/sites"
fi
if [ -d "$1/sites" ]; then : >"$1/sites/.openemr-put-aside"; fi
rm -f sites-replaced/.openemr-put-aside
mv sites-replaced sites
echo "The former files are in use"
