#!/bin/sh
# Removes the files that are not in use. It may be run again.
set -eu
if [ ! -d sites ]; then echo "There are no sites, so nothing was removed"; exit 1; fi
# AWS names the folder of a restore that failed as the last form has it, by an earlier page of its guide.
rm -rf sites-replaced aws-backup-restore_* aws-backup-failed-restore_*
echo "What is not in use was removed"
