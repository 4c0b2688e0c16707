#!/bin/sh
# Runs a script in a task of its own, and puts *** in the place of each password of OpenEMR that it prints.
#
# Arguments: the script, and its name
set -u
passwords=${PASSWORDS_DIRECTORY:-/run/openemr-passwords}
end=$(mktemp)
secrets=$(mktemp)
chmod 600 "$secrets"
for file in "$passwords"/*; do
  if [ -s "$file" ]; then printf '%s\n' "$(cat "$file")" >>"$secrets"; fi
done
sed -n "s/^[[:space:]]*[$]pass[[:space:]]*=[[:space:]]*'\(..*\)';.*/\1/p" "${SITES:-sites}"/*/sqlconf.php 2>/dev/null >>"$secrets"
{
  /bin/sh -c "$1" "$2" </dev/null
  echo $? >"$end"
} 2>&1 | awk -v secrets="$secrets" '
  BEGIN { while ((getline line < secrets) > 0) if (line != "") known[line] }
  {
    for (secret in known) {
      while ((at = index($0, secret)) > 0) $0 = substr($0, 1, at - 1) "***" substr($0, at + length(secret))
    }
    print
    fflush()
  }'
exit "$(cat "$end")"
