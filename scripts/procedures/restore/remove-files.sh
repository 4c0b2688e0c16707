#!/bin/sh
# Removes the files that are not in use. It may be run again.
set -eu
if [ ! -d sites ]; then echo "There are no sites, so nothing was removed"; exit 1; fi
rm -rf sites-replaced aws-backup-restore_*
echo "What is not in use was removed"
