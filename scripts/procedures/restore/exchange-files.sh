#!/bin/sh
# Puts the restored files into the place of those in use, which stay as sites-replaced. It may be run again.
# FOLDER is the one that was looked into; a restore of the files that failed may have left another one.
# Whoever has mounted the former ones keeps them, such as a function that Lambda has not ended yet: a file in them says so.
set -eu
if [ -n "${FOLDER:-}" ]; then set -- "$FOLDER/sites"; else set -- aws-backup-restore_*/sites; fi
if [ "$#" -gt 1 ]; then echo "There is more than one restored folder: $*"; exit 1; fi
if [ ! -d "$1" ]; then
  if [ -d sites ] && [ -d sites-replaced ]; then echo "The files are exchanged"; exit 0; fi
  echo "There is no restored folder, and nothing was changed"
  exit 1
fi
if [ -e sites ]; then
  if [ -e sites-replaced ]; then echo "sites-replaced is there already, from another restore. Nothing was changed"; exit 1; fi
  mv sites sites-replaced
fi
if [ -d sites-replaced ]; then : >sites-replaced/.openemr-put-aside; fi
rm -f "$1/.openemr-put-aside"
mv "$1" sites
echo "The files are exchanged"
