#!/usr/bin/env bash
# Takes the root file system out of a published image, with its owners: run it as root.
#
# Usage: export.sh <image with tag or digest> <target>
# The result is <target>/root, and <target>/environment, the image's variables.
set -euo pipefail

image=$1 target=$2
docker pull --quiet "$image" >&2
container=$(docker create "$image")
trap 'docker rm --force "$container" >/dev/null' EXIT
rm -rf "$target"
mkdir -p "$target/root"
docker export "$container" | tar --extract --numeric-owner --directory="$target/root"
docker inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$container" | sed '/^$/d' >"$target/environment"
docker inspect --format '{{index .RepoDigests 0}}' "$image"
