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

# Two lists of numbers, compared from the left: prints -1, 0 or 1.
compare() {
  awk -v a="$1" -v b="$2" 'BEGIN {
    n = split(a, x); split(b, y)
    for (i = 1; i <= n; i++) if (x[i] + 0 != y[i] + 0) { print (x[i] + 0 < y[i] + 0) ? -1 : 1; exit }
    print 0
  }'
}
is_older() { [ "$(compare "$1" "$2")" -lt 0 ]; }
