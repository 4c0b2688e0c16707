# Decides by facts whether this task serves, waits, installs, upgrades or refuses.

served=no

# Sets next to serve, wait or work, and work to install, upgrade or forget. Ends the task where an older image
# would meet newer data.
decide() {
  next=serve work=""
  if read_mark; then
    check_sqlconf
    check_database_of_sites
    if is_older "$image_rank" "$mark_to"; then
      decide_as_older_image
    else
      next=work work=upgrade from=$mark_from from_name=$(mark_value from_name)
    fi
    return 0
  fi
  # The installer writes sqlconf.php piece by piece. What it left, or writes just now, is removed before anything of it is run.
  if [ -e "$installation" ] || { check_sqlconf && ! configured; }; then
    next=work work=install
    return 0
  fi
  check_database_of_sites
  read_sites
  if [ "$image_number" -lt "$sites_number" ]; then
    refuse "the sites were upgraded by image number $sites_number, and this image, $image_name, is number" \
      "$image_number"
  fi
  if is_older "$image_schema" "$schema"; then
    refuse "the database was upgraded to $(name_of "$schema"), and this image is $image_name"
  fi
  from=$sites_number
  if is_older "$schema" "$image_schema"; then
    # A patch has the same docker-version: the last step upwards, made again, brings it into the database.
    last=$(last_database_step)
    if [ "$from" -ge "$last" ]; then from=$((last - 1)); fi
  fi
  from_name=$(name_of "$schema")
  compare_files_and_database
  if [ "$from" -lt "$image_number" ]; then
    check_first_step
    next=work work=upgrade
  fi
}

# OpenEMR and its scripts work on the database that the sites name; what is decided here was found in the one that this task
# was given.
check_database_of_sites() {
  named=$(read_sqlconf "$sites/default/sqlconf.php" 2>/dev/null | sed -n '1p;5p' | tr '\n' ' ')
  if [ -z "$named" ] || [ "$named" = "$host $database " ]; then return 0; fi
  former=${named%% *} way=""
  case $former in
    '' | *[!A-Za-z0-9.-]*) ;;
    *) if [ "$named" = "$former $database " ]; then way=$(all_the_same "sed -i s/$former/$host/ sites/default/sqlconf.php"); fi ;;
  esac
  die "sites/default/sqlconf.php names the database ${named#* }on $former, and this task was given $database on $host: the" \
    "files are of another installation, or of another time. Nothing was changed. $both_from_one_backup $way"
}

# An upgrade begins with the step after the sites' number. A database that is older, since it was restored without the
# files, would never get what is before that step, and would pass for complete. One that is newer, since the files were
# restored without it, would go through steps once more that are behind it. moment.sh has compared the two already where
# the files say which version they were used with.
check_first_step() {
  first=$home/fsupgrade-$((from + 1)).sh
  # check_upgrade_scripts says what to do then.
  if [ ! -f "$first" ]; then return 0; fi
  prior=$(prior_of "$first")
  if [ -z "$prior" ]; then
    die "$first of this image does not say from which version it upgrades, as those of versions 7.0.3 to 8.4 do." \
      "Nothing was changed. Deploy a version that was tried."
  fi
  present=$(echo "$schema" | cut -d ' ' -f 1-3)
  if is_older "$present" "$(echo "$prior" | tr . ' ')"; then
    die "the database is of OpenEMR $from_name, and the files are of $prior or newer (image number $sites_number): they" \
      "are not of one moment. Nothing was changed. Restore both from the same backup."
  fi
  # A patch repeats the last step on purpose. Images of versions that were not released yet have steps that do not
  # follow each other: then only what the files say counts.
  if [ "$from" -ne "$sites_number" ] || [ -n "$files_schema" ]; then return 0; fi
  for later in $(later_versions); do
    if is_older "$(echo "$prior" | tr . ' ')" "$(echo "$later" | tr . ' ')" &&
      ! is_older "$present" "$(echo "$later" | tr . ' ')"; then
      die "the database is of OpenEMR $from_name, and the files are of $prior (image number $sites_number), from before" \
        "its upgrade: they are not of one moment. Nothing was changed. Restore both from the same backup."
    fi
  done
}

prior_of() { sed -n 's/^priorOpenemrVersion="\([0-9][0-9.]*\)".*/\1/p' "$1" | head -n 1; }

# The versions after the first step of the upgrade, after each further one, and of the image.
later_versions() {
  step=$((from + 2))
  while [ "$step" -le "$image_number" ]; do
    if [ -f "$home/fsupgrade-$step.sh" ]; then prior_of "$home/fsupgrade-$step.sh"; fi
    step=$((step + 1))
  done
  echo "$image_schema" | cut -d ' ' -f 1-3 | tr ' ' .
}

# The number of the last of upstream's upgrade scripts that changes the database; some have nothing to do.
last_database_step() {
  step=$image_number
  while [ "$step" -gt 1 ] && ! grep -q sql_upgrade "$home/fsupgrade-$step.sh" 2>/dev/null; do step=$((step - 1)); done
  echo "$step"
}

# Sets sites_number and schema of an installed site.
read_sites() {
  sites_number=$(number_in "$sites/default/docker-version")
  read_schema
  if [ -z "$schema" ]; then
    die "the sites belong to an installed OpenEMR, but the database $database on $host has no version of OpenEMR." \
      "Restore the database that belongs to these sites."
  fi
  if [ "$sites_number" -eq 0 ]; then
    if [ "$schema" != "$image_schema" ]; then
      die "$sites/default/docker-version is missing, so nobody knows which upgrades these sites need. Write the" \
        "docker-version of the image that they come from into it."
    fi
    printf %s "$image_number" | write_file "$sites/default/docker-version"
    sites_number=$image_number
  fi
}

decide_as_older_image() {
  if [ "$served" = yes ] && [ "$mark_changing" = yes ]; then
    # It shows the maintenance page until the newer tasks are there.
    next="wait"
  elif [ "$mark_changing" = yes ]; then
    refuse "an upgrade from $mark_names has begun to change the database, and this image is $image_name"
  elif lock_is_held; then
    next="wait"
  else
    next=work work=forget
  fi
}

refuse() {
  if [ "$served" = yes ]; then
    # It served until the upgrade began, and showed the page until it was complete.
    enter stopping "the upgrade is complete, and this task has the former version, $image_name"
    exit 0
  fi
  die "$*. An older OpenEMR must not work on newer data. Deploy that version or a newer one, or restore the backup" \
    "from before the upgrade, files and database, and deploy the version that made it."
}

wait_for_another() {
  held=no
  if lock_is_held; then held=yes; fi
  other=${holder##*/}
  # The other one may not have written the mark yet.
  if read_mark || [ "$work" = upgrade ]; then
    doing=upgrading
  else
    doing=installing
  fi
  if [ "$served" = yes ] && [ "$doing" = upgrading ]; then
    enter maintenance "$mark_names"
  else
    enter waiting "for the task ${other:-that comes next} that is $doing"
  fi
  start_maintenance "$doing"
  # Drained tasks show people the page until the upgrade is complete, also while nobody continues it.
  if [ "$mode" = maintenance ] || [ "$held" = yes ]; then show_life; fi
  tell_progress
  pause "$poll"
}
