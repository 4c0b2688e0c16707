# Passwords for installing and upgrading, which hand-over-passwords.sh left: the database's master user's, the one of
# OpenEMR's own user, and the first administrator's.
#
# They are variables that are not exported. openemr.sh gets them while it installs or upgrades (job.sh), and before a
# task serves the files are removed and the variables forgotten: from then on no process has them in its environment,
# and no file of the task holds them. Such a task cannot install or upgrade any more; lock.sh says so.

passwords=${PASSWORDS_DIRECTORY:-/run/openemr-passwords}
PASSWORDS="MYSQL_ROOT_PASS MYSQL_PASS OE_PASS"

for name in $PASSWORDS; do
  # A variable of the environment would stay exported.
  unset "$name"
  if [ -s "$passwords/$name" ]; then eval "$name=\$(cat \"\$passwords/\$name\")"; fi
done

forget_passwords() {
  for name in $PASSWORDS; do
    rm -f "$passwords/$name"
    unset "$name"
  done
}
