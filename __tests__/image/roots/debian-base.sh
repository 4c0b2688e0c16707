#!/usr/bin/env bash
# Makes the root file system that assemble.sh lays an image's files over, of Debian's packages: Apache, PHP, busybox
# and the PHP libraries that OpenEMR uses and Debian has. Needs mmdebstrap, and root.
#
# Usage: debian-base.sh <suite> <target>
#   trixie   libraries as OpenEMR 7.0.3 to 8.1 want them (Symfony 6)
#   forky    as OpenEMR 8.2 and later (Symfony 7, Doctrine DBAL 4)
set -euo pipefail

suite=$1 target=$2 php=8.4
packages=(
  apache2 "libapache2-mod-php$php" busybox bash openssl curl ca-certificates rsync mariadb-client python3-minimal
  "php$php"-{cli,mysql,redis,xml,mbstring,curl,gd,intl,zip,soap,bcmath,ldap,apcu}
  libphp-adodb libphp-phpmailer php-pear php-twig php-monolog php-ramsey-uuid php-guzzlehttp-guzzle php-nyholm-psr7 smarty4
  php-doctrine-dbal php-doctrine-orm php-league-flysystem php-vlucas-phpdotenv php-lcobucci-clock php-psr-clock
  php-symfony-{config,console,dependency-injection,event-dispatcher,filesystem,finder,http-client,http-foundation}
  php-symfony-{http-kernel,process,routing,yaml,cache,string,psr-http-message-bridge}
)
# A suite that is not released may be older here than its date allows.
mmdebstrap --variant=minbase --aptopt='Apt::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --include="$(
    IFS=,
    echo "${packages[*]}"
  )" "$suite" "$target"
