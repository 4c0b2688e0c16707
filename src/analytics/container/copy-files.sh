#!/bin/bash
# Copies OpenEMR's files to S3. The arguments are those of `aws s3 sync`.
#
# Names of files can identify patients: the log tells how many were copied, every REPORT_SECONDS, and names only those
# that could not be. The exit code is that of aws: 0 after a complete copy, 2 where files were skipped. A copy without the
# file of OpenEMR's password is complete.
set -o pipefail

every=${REPORT_SECONDS:-30}

report() {
  local line rest="" code copied=0 deleted=0 bytes="nothing to copy yet" next=$every
  while :; do
    code=0
    IFS= read -r -t "$every" line || code=$?
    # Above 128 nothing whole has come within that time; other codes are the end.
    ((code == 0 || code > 128)) || break
    line=$rest$line
    rest=""
    if ((code > 0)); then
      rest=$line
    elif [[ $line == "upload: "* ]]; then
      copied=$((copied + 1))
    elif [[ $line == "delete: "* ]]; then
      deleted=$((deleted + 1))
    elif [[ $line =~ ^Completed\ ([0-9.]+\ [A-Za-z]+/~?[0-9.]+\ [A-Za-z]+)\  ]]; then
      bytes=${BASH_REMATCH[1]}
    fi
    if ((SECONDS >= next)); then
      echo "$copied files copied, $deleted deleted: $bytes"
      next=$((SECONDS + every))
    fi
  done
  echo "At the end: $copied files copied, $deleted deleted"
}

# Passes on what aws warns of, but for the file with OpenEMR's password, which only Apache and root may read: aws warns
# of a file that it cannot read though it is excluded. Succeeds if nothing else was skipped.
other_warnings() {
  local line expected=0 others=0
  while IFS= read -r line; do
    if [[ $line == "warning: Skipping file "*"/sqlconf.php. File/Directory is not readable." ]]; then
      expected=$((expected + 1))
    else
      others=$((others + 1))
      echo "$line" >&2
    fi
  done
  ((expected > 0 && others == 0))
}

exec 3>&1
{ aws s3 sync "$@" --progress-multiline --progress-frequency "$every" | report >&3; } 2>&1 | other_warnings
codes=("${PIPESTATUS[@]}")
code=${codes[0]}
if ((code == 2 && codes[1] == 0)); then code=0; fi
case $code in
0) echo "The copy is complete." ;;
2) echo "The copy is complete but for files that vanished meanwhile or cannot be read, named above." ;;
*) echo "The copy is not complete: aws s3 sync ended with $code." ;;
esac
exit "$code"
