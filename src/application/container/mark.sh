# An upgrade that has begun.
#
#   sites/.openemr-upgrade  from: the docker-version to begin with, to: six numbers of the image, from_name, to_name,
#                           acl: v_acl of the database, since, task, and changing=yes from the moment on that the
#                           schema may differ
#
# While it is there, no task of another version serves, and no older image does anything. It is removed when the
# database says that the upgrade is complete. The next task continues one that was interrupted, from the same start:
# upstream's scripts look whether what they add is there.

mark=$sites/.openemr-upgrade

mark_value() { sed -n "s/^$1=//p" "$mark" 2>/dev/null | head -n 1; }

# Sets mark_from, mark_to, mark_names and mark_changing; fails if there is no mark.
read_mark() {
  # Listing the directory makes an NFS client ask the server.
  ls -a "$sites" >/dev/null
  { true <"$mark"; } 2>/dev/null || return 1
  mark_from=$(mark_value from) mark_to=$(mark_value to) mark_changing=$(mark_value changing)
  mark_names="$(mark_value from_name) to $(mark_value to_name)"
  # Removed just now, by the task that completed it.
  [ -e "$mark" ] || return 1
  if [ -z "$mark_from" ] || [ -z "$mark_to" ]; then
    die "$mark does not say from and to which version an upgrade began. Restore the backup from before it, files and" \
      "database."
  fi
}

# write_mark <from> <from name> <v_acl> <changing>
write_mark() {
  new=$sites/.openemr-new-$me
  {
    echo "from=$1"
    echo "to=$image_rank"
    echo "from_name=$2"
    echo "to_name=$image_name"
    echo "acl=$3"
    echo "since=$(date -u +%Y-%m-%dT%H:%M:%SZ)"
    echo "task=$task"
    echo "changing=$4"
  } >"$new"
  mv -f "$new" "$mark"
}

# An upgrade that had not touched anything when its task died: an older image may go on.
forget_upgrade() {
  log "the upgrade from $mark_names ended before it changed anything"
  rm -f "$mark"
}
