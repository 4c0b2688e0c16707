#!/bin/bash
# Copies OpenEMR's files to S3. The arguments are those of `aws s3 sync`: source, destination, options.
#
# `--delete` becomes a pass of its own, after one that only copies: a folder that cannot be read looks to aws like one
# that is gone, and a source that is not mounted like one without files.
#
# Names of files can identify patients: the log tells how many were copied, every REPORT_SECONDS, and names only those
# that could not be. A copy without the file of OpenEMR's password is complete. The exit code is
#   0  the copy is complete
#   2  files vanished while it ran, nothing else is missing
#   3  files are missing whose names S3 does not take, as they are not UTF-8
#   4  files or folders cannot be read
#   5  the source holds no site, so nothing was copied and nothing deleted
#   1, or another one of aws: the copy is not complete
set -o pipefail

every=${REPORT_SECONDS:-30}

report() {
  local line rest="" code copied=0 deleted=0 bytes="nothing to copy yet" next=$((SECONDS + every))
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

# Passes on what aws complains of, and ends with what it comes to: 0, 2, 3 or 4 as above, 1 for anything else. The file with
# OpenEMR's password is no reason to complain: only Apache and root may read it, and aws warns although it is excluded.
judge() {
  local line expected=0 vanished=0 named=0 unreadable=0 others=0
  while IFS= read -r line; do
    case $line in
      "warning: Skipping file "*"/sqlconf.php. File/Directory is not readable.")
        expected=$((expected + 1))
        continue
        ;;
      "warning: "*" File has an invalid timestamp. Passing epoch time as timestamp.") expected=$((expected + 1)) ;;
      "warning: Skipping file "*" File does not exist." | "upload failed: "*" [Errno 2] No such file or directory: "*)
        vanished=$((vanished + 1))
        ;;
      "upload failed: "*" codec can't encode character"*" surrogates not allowed") named=$((named + 1)) ;;
      "warning: Skipping file "*) unreadable=$((unreadable + 1)) ;;
      "") continue ;;
      *) others=$((others + 1)) ;;
    esac
    echo "$line" >&2
  done
  ((others == 0 && expected + vanished + named + unreadable > 0)) || return 1
  if ((unreadable > 0)); then return 4; fi
  if ((named > 0)); then return 3; fi
  if ((vanished > 0)); then return 2; fi
}

pass() {
  local codes
  exec 3>&1
  { aws s3 sync "$@" --progress-multiline --progress-frequency "$every" | report >&3; } 2>&1 | judge
  codes=("${PIPESTATUS[@]}")
  # aws ends with 2 where it skipped files, and with 1 where it could not copy one.
  if ((codes[0] == 1 || codes[0] == 2)); then return "${codes[1]}"; fi
  return "${codes[0]}"
}

holds_site() {
  local configuration
  for configuration in "$1"/*/sqlconf.php; do
    if [[ -e $configuration ]]; then return 0; fi
  done
  return 1
}

end() {
  case $1 in
    0) echo "The copy is complete." ;;
    2) echo "The copy is complete but for files that vanished meanwhile, named above." ;;
    3) echo "The copy lacks the files named above: S3 takes only names in UTF-8. Rename them in OpenEMR." ;;
    4) echo "The copy lacks the files and folders named above, which cannot be read." ;;
    5) echo "There is no site in $source (no */sqlconf.php): nothing was copied or deleted." ;;
    *) echo "The copy is not complete: see above. The next export copies what is missing." ;;
  esac
  exit "$1"
}

source=$1
deletes=""
options=()
for argument in "$@"; do
  if [[ $argument == "--delete" ]]; then deletes=yes; else options+=("$argument"); fi
done

holds_site "$source" || end 5
pass "${options[@]}"
code=$?
if [[ -z $deletes ]]; then end "$code"; fi
case $code in
  0 | 2 | 3) ;;
  *)
    echo "Nothing is deleted from the copy, as not everything could be read and copied."
    end "$code"
    ;;
esac
holds_site "$source" || end 5
echo "Now what is gone from OpenEMR is deleted from the copy."
pass "${options[@]}" --delete
end $?
