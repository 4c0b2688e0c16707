#!/bin/sh
# Starts OpenEMR in the main container of a task, and stays as its supervisor until the task ends.
#
# OpenEMR's image can install, upgrade and serve, and knows two roles: K8S=admin installs or upgrades and ends,
# K8S=worker serves and changes nothing. Its own election of a leader (SWARM_MODE) is not used: it does not notice
# that a leader died, and calls an upgrade that failed complete. This script decides by facts instead:
#
#   sites are empty, or an installation was interrupted              -> install
#   image newer than the sites, the database, or a begun upgrade     -> upgrade
#   image older than the sites, the database, or a begun upgrade     -> refuse, with the way back
#   all the same                                                     -> serve
#
# One task at a time installs or upgrades (lock.sh); the others wait and show a maintenance page. Tasks of a former
# version stop serving as soon as an upgrade begins (mark.sh), so nobody writes while the schema changes.
#
# Beside this file, each for one purpose:
#   common.sh        settings, messages, waiting            lock.sh          one task at a time
#   passwords.sh     until the task serves                  mark.sh          an upgrade that has begun
#   versions.sh      what the image, the sites are          decision.sh      what is to be done
#   certificates.sh  where the image looks for them         job.sh           runs K8S=admin, and watches it
#   database.sh      asking MySQL                           installation.sh  into an empty database
#   cache.sh         asking Valkey                          upgrade.sh       of files and database
#   sqlconf.sh       reads the file without running it      serving.sh       runs K8S=worker, and watches it
#   sites-rights.sh  what Apache may write                  background-services.sh  OpenEMR's own, once a minute
#   web-server.sh    Apache, PHP, the maintenance page      protection.sh    ECS does not end who works
#   moment.sh        files and database belong together
set -eu

folder=${SCRIPTS_DIRECTORY:-/run/openemr-on-aws}
for part in common passwords versions certificates sqlconf database cache sites-rights lock protection mark moment \
  web-server background-services decision job installation upgrade serving; do
  # shellcheck source=/dev/null
  . "$folder/$part.sh"
done

begin
install_certificates
read_image
prepare_web_server
wait_for_database
remove_litter
while :; do
  decide
  case $next in
    serve) serve ;;
    wait) wait_for_another ;;
    work)
      if take_lock; then
        lead
      else
        wait_for_another
      fi
      ;;
  esac
done
