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
newline="
"

mark_value() { sed -n "s/^$1=//p" "$mark" 2>/dev/null | head -n 1; }

# Sets mark_from, mark_to, mark_names and mark_changing; fails if there is no mark.
read_mark() {
  looks=1
  while :; do
    # Listing the directory makes an NFS client ask the server. A file system that does not answer has not said "no".
    if names=$(ls -a "$sites" 2>/dev/null); then
      case $newline$names$newline in *"$newline${mark##*/}$newline"*) ;; *) return 1 ;; esac
      mark_from=$(mark_value from) mark_to=$(mark_value to) mark_changing=$(mark_value changing)
      mark_names="$(mark_value from_name) to $(mark_value to_name)"
      # The last line says whether the schema may differ: one that was cut off must not pass for "no".
      if [ -n "$mark_from" ] && [ -n "$mark_to" ] && [ -n "$mark_changing" ]; then return 0; fi
    fi
    # It may have been exchanged while it was read.
    if [ "$looks" -ge 3 ]; then break; fi
    looks=$((looks + 1))
    pause "$retry"
  done
  if [ ! -e "$mark" ]; then die "$sites cannot be listed. Look whether the file system answers; ECS starts another task."; fi
  die "$mark does not say from and to which version an upgrade began. Restore the backup from before it, files and" \
    "database."
}

# write_mark <from> <from name> <v_acl> <changing>
write_mark() {
  {
    echo "from=$1"
    echo "to=$image_rank"
    echo "from_name=$2"
    echo "to_name=$image_name"
    echo "acl=$3"
    echo "since=$(date -u +%Y-%m-%dT%H:%M:%SZ)"
    echo "task=$task"
    echo "changing=$4"
  } | write_file "$mark"
}

# An upgrade that had not touched anything when its task died: an older image may go on.
forget_upgrade() {
  log "the upgrade from $mark_names ended before it changed anything"
  rm -f "$mark"
}
