#!/bin/sh
# Removes the files that are not in use. It may be run again.
# BEGUN is the time before the first job of the restore, as digits: a folder that lay there before is somebody else's. AWS
# names the folder of a job that failed otherwise, by an earlier page of its guide.
set -eu
if [ ! -d sites ]; then echo "There are no sites, so nothing was removed"; exit 1; fi
rm -rf sites-replaced
others=
for folder in aws-backup-restore_* aws-backup-failed-restore_*; do
  if [ ! -d "$folder" ]; then continue; fi
  time=$(printf '%s00000000000000000' "${folder#*_}" | tr -dc 0-9 | cut -c 1-17)
  if [ "$folder" != "${FOLDER:-}" ] && [ "$time" -lt "${BEGUN:-0}" ]; then others="$others $folder"; else rm -rf "$folder"; fi
done
echo "What is not in use was removed${others:+, but not$others, which lay there before}"
