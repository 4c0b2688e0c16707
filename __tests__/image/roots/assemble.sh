#!/usr/bin/env bash
# Lays out a root file system like that of an image of OpenEMR, for where no registry of images can be reached:
# the image's own scripts and configuration, OpenEMR's own code, and Debian's Apache, PHP, busybox and libraries
# in the places where Alpine has them. See docs/image.md for what this cannot show.
#
# Usage: assemble.sh <target> <folder of the image's Dockerfile> <OpenEMR's code> <root made by debian-base.sh> [<libraries>]
# Libraries are packages of composer.lock that Debian lacks, each in the folder of its namespace: docs/image.md lists them.
# The result is <target>/root, to be laid over <target>/base, and <target>/environment, the image's variables.
set -euo pipefail

target=$1 image=$2 code=$3 base=$(realpath "$4")
here=$(cd "$(dirname "$0")" && pwd)
root=$target/root
openemr=$root/var/www/localhost/htdocs/openemr
number=$(tr -d '[:space:]' <"$image/upgrade/docker-version")
# Images up to 8.0 take the shell's own version of PHP from the path of its configuration.
php=$(grep -m1 -oE '^ARG PHP_VERSION=[0-9.]+' "$image/Dockerfile" | tr -cd 0-9 || :)
php=${php:-$(grep -m1 -oE '/etc/php[0-9]+' "$image/openemr.sh" | tr -cd 0-9)}

rm -rf "$target"
mkdir -p "$openemr" "$root"/root "$root"/etc/{apache2/conf.d,ssl/certs,ssl/private,letsencrypt} "$root/etc/php$php/conf.d" \
  "$root"/usr/{sbin,bin} "$root"/run/apache2 "$root"/var/log/apache2 "$root"/swarm-pieces "$root"/var/www/logs
ln -s "$base" "$target/base"
printf '%s\n' "PHP_VERSION_ABBR=$php" APACHE_LOG_DIR=/var/log/apache2 \
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin >"$target/environment"

# The user that the image makes.
sed '$a apache:x:1000:101:apache:/var/www:/sbin/nologin' "$base/etc/passwd" >"$root/etc/passwd"
sed '$a apache:x:101:' "$base/etc/group" >"$root/etc/group"

# OpenEMR's code with the image's scripts in it. Images from 8.1 on have narrow modes from the start.
cp -a "$code/." "$openemr/"
rm -rf "$openemr/.git"
# Translations are a file of many megabytes that copies of the code may lack: OpenEMR then speaks English.
translations=$openemr/contrib/util/language_translations/currentLanguage_utf8.sql
if [ ! -s "$translations" ]; then echo 'DELETE FROM lang_definitions;' >"$translations"; fi
mkdir -p "$openemr/vendor/adodb"
cp -a "$base/usr/share/php/adodb" "$openemr/vendor/adodb/adodb-php"
cp "$here/libraries.php" "$openemr/vendor/autoload.php"
cp "$here/stand-ins.php" "$openemr/vendor/"
mkdir -p "$root/usr/share/php"
if [ -n "${5:-}" ]; then cp -a "$5/." "$root/usr/share/php/"; fi
if [ "$number" -ge 10 ]; then
  find "$openemr" -type d -exec chmod 500 {} + -o -type f -exec chmod 400 {} +
  chmod 700 "$openemr/sites/default"
  find "$openemr/sites/default/documents" -type d -exec chmod 700 {} + -o -type f -exec chmod 600 {} +
fi
chmod 666 "$openemr/sites/default/sqlconf.php"
printf %s "$number" >"$openemr/docker-version"
printf %s "$number" >"$openemr/sites/default/docker-version"
chown -R 1000:101 "$openemr"
cp "$image"/{openemr.sh,ssl.sh,xdebug.sh,auto_configure.php} "$openemr/"
chmod 500 "$openemr"/{openemr,ssl,xdebug}.sh
chmod 000 "$openemr/auto_configure.php"
cp "$image/upgrade/docker-version" "$image"/upgrade/fsupgrade-*.sh "$image"/utilities/* "$root/root/"
chmod 500 "$root"/root/fsupgrade-*.sh "$root/root/unlock_admin.sh"
cp -a "$openemr/sites" "$root/swarm-pieces/sites"

# The shell and the small programs are busybox's, as in Alpine; what the image installs beside it is not.
for applet in $(chroot "$base" busybox --list | grep -vxE 'apt|ar|bash|date|dpkg.*|httpd|nc|tar|mount|umount|unshare|setpriv|ip|rpm.*|ssl_client|wget'); do
  if [ -e "$base/usr/sbin/$applet" ]; then ln -sf /usr/bin/busybox "$root/usr/sbin/$applet"; fi
  if [ "$applet" != busybox ]; then ln -sf /usr/bin/busybox "$root/usr/bin/$applet"; fi
done
ln -s /usr/bin/rotatelogs "$root/usr/sbin/rotatelogs"
# Alpine's busybox looks whether a port is open, Debian's does not.
install -m 755 "$here/nc" "$root/usr/bin/nc"
if grep -q su-exec "$image/Dockerfile"; then
  install -m 755 "$here/su-exec" "$root/usr/bin/su-exec"
fi

# PHP reads its configuration where the image writes it.
cp "$image/php.ini" "$root/etc/php$php/php.ini"
for sapi in cli apache2; do
  mkdir -p "$root/etc/php/8.4"
  ln -s "/etc/php$php" "$root/etc/php/8.4/$sapi"
done
cp -P "$base"/etc/php/8.4/cli/conf.d/* "$root/etc/php$php/conf.d/"

# Apache as Alpine's packages apache2, apache2-ssl, apache2-proxy and phpNN-apache2 configure it.
ln -s apache2 "$root/usr/sbin/httpd"
ln -s httpd.conf "$root/etc/apache2/apache2.conf"
mkdir -p "$root/usr/lib/apache2"
for module in "$base"/usr/lib/apache2/modules/*.so; do
  ln -s "modules/$(basename "$module")" "$root/usr/lib/apache2/$(basename "$module")"
done
ln -s libphp8.4.so "$root/usr/lib/apache2/mod_php$php.so"
ln -s /usr/lib/apache2 "$root/var/www/modules"
ln -s /run/apache2 "$root/var/www/run"
cp "$here/httpd.conf" "$root/etc/apache2/httpd.conf"
cp "$here/ssl.conf" "$here/proxy.conf" "$image/openemr.conf" "$root/etc/apache2/conf.d/"
sed "s/NN/$php/" "$here/php-module.conf" >"$root/etc/apache2/conf.d/php$php-module.conf"
ln -s "$base/etc/mime.types" "$root/etc/apache2/mime.types" 2>/dev/null || :
cp -a "$base/etc/ssl/openssl.cnf" "$root/etc/ssl/"
cp -a "$root/etc/ssl" "$root/swarm-pieces/ssl"
