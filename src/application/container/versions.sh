# Which version the image is, and which the sites are.
#
# Upstream counts its images in a file docker-version, which tells which scripts an upgrade runs. It stays the same
# for a patch (7.0.3 and 7.0.3.4), so version.php is read as well: OpenEMR writes the same numbers into the table
# `version` at the end of each installation and upgrade.

SCHEMA_FIELDS="v_major v_minor v_patch v_realpatch v_database"

number_in() {
  number=$(tr -cd 0-9 2>/dev/null <"$1") || number=
  echo "${number:-0}"
}

# Sets image_number, image_schema (the five numbers of version.php), image_rank (all six) and image_name.
read_image() {
  image_number=$(number_in "$home/docker-version")
  if [ "$image_number" -eq 0 ] || [ "$image_number" -ne "$(number_in "$openemr/docker-version")" ]; then
    die "$home/docker-version and $openemr/docker-version are not the same number. Use OpenEMR's own image."
  fi
  image_schema=""
  for field in $SCHEMA_FIELDS; do
    number=$(sed -n "s/^[\$]$field *= *'\{0,1\}\([0-9]\{1,\}\)'\{0,1\} *;.*/\1/p" "$openemr/version.php" | head -n 1)
    if [ -z "$number" ]; then
      die "$openemr/version.php does not say $field as versions 7.0.3 to 8.4 do. Deploy one that was tried with" \
        "these scripts."
    fi
    image_schema="$image_schema${image_schema:+ }$number"
  done
  image_rank="$image_number $image_schema"
  image_name=$(name_of "$image_schema")
}

# name_of "7 0 3 4 506": 7.0.3.4
name_of() { echo "$1" | awk '{ print $1 "." $2 "." $3 ($4 > 0 ? "." $4 : "") }'; }

# is_older "7 0 3" "8 0 0": whether the first list of numbers is less than the second one, from the left. By the shell itself: a
# command that cannot be started must not pass for "no".
is_older() {
  theirs="$2 0 0 0 0 0 0"
  for ours in $1; do
    other=${theirs%% *} theirs=${theirs#* }
    if [ "$ours" -lt "$other" ]; then return 0; fi
    if [ "$ours" -gt "$other" ]; then return 1; fi
  done
  return 1
}
