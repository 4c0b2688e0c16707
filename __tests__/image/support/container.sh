#!/bin/bash
# Runs a command in a container of its own, as ECS would: a root file system laid over an image's, volumes, /proc and
# a few devices. To be called in namespaces of its own for mounts and processes. It is the init process there: it
# passes SIGTERM on, collects what others leave behind, and all ends with it.
#
# Usage: container.sh <folder of the container> <lower directories, the upper one first, with ":"> \
#          <working directory> [<folder>:<path in the container>[:ro] ...] -- <command> [<argument> ...]
# The command gets this process' environment.
set -eu

folder=$1 lower=$2 directory=$3 root=$1/root
shift 3
mkdir -p "$folder"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$folder/upper,workdir=$folder/work,metacopy=on,volatile" "$root"
mkdir -p "$root"/{proc,dev,tmp}
chmod 1777 "$root/tmp"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir -m 1777 "$root/dev/shm"
for link in fd: stdin:/0 stdout:/1 stderr:/2; do ln -s "/proc/self/fd${link#*:}" "$root/dev/${link%%:*}"; done
while [ "$1" != -- ]; do
  IFS=: read -r from to mode <<<"$1"
  mkdir -p "$root$to"
  mount --bind "$from" "$root$to"
  if [ "$mode" = ro ]; then mount -o remount,bind,ro "$root$to"; fi
  shift
done
shift

# shellcheck disable=SC2016
env -u OLDPWD -u SHLVL -u _ chroot "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$directory" "$@" &
child=$!
trap 'kill -TERM "$child" 2>/dev/null || :' TERM INT
outcome=0
while kill -0 "$child" 2>/dev/null; do
  outcome=0
  wait "$child" || outcome=$?
done
exit "$outcome"
