# One task at a time installs or upgrades.
#
#   sites/.openemr-leader/<task>  the lock and its holder; taken over by a rename, which only one can do
#
# The holder renews it for as long as it works. One that is not renewed belongs to a dead task. A holder that finds
# that it lost the lock, or cannot renew it, stops what it runs at once: two must never work on one schema.

lock=$sites/.openemr-leader
# Touched to learn the file server's time. It stays: up to 8.0.0 openemr.sh, which installs or upgrades in another task,
# gives every file below its folder other rights, and fails where one is gone that it has just seen.
clock=$sites/.openemr-clock

# Opening the file first makes an NFS client ask the server for its present age, and the server's clock counts.
is_stale() {
  { true <"$1"; } 2>/dev/null || [ -d "$1" ] || return 1
  touch "$clock"
  present=$(stat -c %Y "$clock")
  renewed=$(stat -c %Y "$1" 2>/dev/null) || return 1
  age=$((present - renewed))
  [ "$age" -ge "$stale" ]
}
holders() {
  holder="" count=0
  for file in "$lock"/*; do
    if [ -e "$file" ]; then holder=$file count=$((count + 1)); fi
  done
}
# Whether another task that is alive holds it. A file of one that is dead may lie beside.
lock_is_held() {
  holders
  for file in "$lock"/*; do
    if [ -e "$file" ] && [ "$file" != "$lock/$me" ] && ! is_stale "$file"; then
      holder=$file
      return 0
    fi
  done
  return 1
}
release() {
  rm -f "$lock/$me"
  rmdir "$lock" 2>/dev/null || :
}
take_lock() {
  taken_over=no
  if mkdir "$lock" 2>/dev/null; then
    # Alone in it, or somebody took our still empty directory for a dead task's: then both yield.
    # "true", because a shell may end when the redirection of ":" fails.
    { true >"$lock/$me"; } 2>/dev/null || return 1
    holders
    [ "$count" -eq 1 ] && return 0
    rm -f "$lock/$me"
    return 1
  fi
  holders
  if [ -z "$holder" ]; then
    # Its maker died between two commands. Only an empty directory can be removed.
    if is_stale "$lock"; then rmdir "$lock" 2>/dev/null || :; fi
    return 1
  fi
  if lock_is_held; then return 1; fi
  # Renewed before it is taken, or it would look dead to a third task.
  touch -c "$holder" 2>/dev/null || return 1
  mv "$holder" "$lock/$me" 2>/dev/null || return 1
  taken_over=yes
  log "took over from ${holder##*/}, which gave no sign of life for $age s"
}

# Runs beside the holder, as its child.
keep_lock() {
  trap - EXIT TERM INT
  while kill -0 "$$" 2>/dev/null; do
    if [ ! -e "$lock/$me" ]; then
      echo "this task was taken for dead, and another one leads now. What it ran was stopped; nothing is to be done." \
        >"$state/lost"
      if [ -s "$state/job" ]; then end_group KILL "$(cat "$state/job")"; fi
      kill -TERM "$$" 2>/dev/null
      return 0
    fi
    touch -c "$lock/$me" 2>/dev/null && now >"$state/renewed"
    sleep "$heartbeat"
  done
  # The holder was killed: what it ran must not go on without it.
  if [ -s "$state/job" ]; then end_group KILL "$(cat "$state/job")"; fi
  release
}

# Whether the lock could not be renewed for so long that another task may take it soon.
lock_is_at_risk() {
  if { read -r seconds <"$state/renewed"; } 2>/dev/null; then kept=$seconds; fi
  [ $(($(now) - kept)) -ge $((stale * 2 / 3)) ]
}

# With the lock in hand: does what is to be done, if somebody else has not done it by now.
lead() {
  kept=$(now)
  keep_lock &
  keeper=$!
  decide
  if [ "$next" = work ]; then
    if [ "$served" = yes ] && [ "$work" != forget ]; then
      die "there is something to $work, and this task has served: it has neither the scripts nor the passwords for it" \
        "any more. ECS starts another."
    fi
    case $work in
      install | upgrade)
        protect_task
        "$work"
        unprotect_task
        ;;
      forget) forget_upgrade ;;
    esac
  fi
  kill "$keeper" 2>/dev/null || :
  wait "$keeper" 2>/dev/null || :
  keeper=""
  release
}

# Where nothing is to be done: the lock of a task that died when it had completed its work.
remove_dead_lock() {
  holders
  if is_stale "${holder:-$lock}"; then
    if [ -n "$holder" ]; then rm -f "$holder"; fi
    rmdir "$lock" 2>/dev/null || :
  fi
}

# Files that tasks left which were killed between two commands.
remove_litter() {
  find "$sites" -maxdepth 2 \( -name '.openemr-new-*' -o -name 'sqlconf.php.new*' \) -mmin +60 -exec rm -f {} + 2>/dev/null || :
  find "$sites/default/documents/certificates" -maxdepth 1 -name '*.new-*' -mmin +60 -exec rm -f {} + 2>/dev/null || :
}
