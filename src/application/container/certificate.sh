#!/bin/sh
# Makes the TLS material of one task, in a container that ends before OpenEMR starts.
#
# Every task has its own key and certificate on storage that dies with the task, so nothing is
# shared, renewed or raced for. The volume is mounted at a path of its own: mounted over /etc/ssl
# it would hide the CA certificates of the image. start.sh copies the files to where they belong.
#
# Result, in TLS_DIRECTORY:
#   server.key.pem, server.cert.pem   of Apache, behind the load balancer
#   mysql-ca.pem                      the certificate authorities of Amazon RDS
#   redis-ca.pem                      the certificate authorities of Amazon ElastiCache
#
# Settings, all optional:
#   TLS_DIRECTORY          /run/openemr-tls
#   CERTIFICATE_DAYS       3650. The load balancer encrypts to the certificate without verifying it,
#                          nobody else sees it, and a task can run for more than a year.
#   DATABASE_CA_URL        the RDS bundle of the commercial regions. Others: GovCloud
#                          https://truststore.pki.us-gov-west-1.rds.amazonaws.com/global/global-bundle.pem
#                          China https://rds-truststore.s3.cn-north-1.amazonaws.com.cn/global/global-bundle.pem
#   DATABASE_CA_MINIMUM    3, the fewest certificates that a complete bundle holds
#   CACHE_CA_URL           unset: the Amazon root CAs are taken out of the image's own store, and
#                          downloaded only if that does not have them. Set: always downloaded.
#   IMAGE_CA_BUNDLE        the image's own store, found in the usual places
#   DOWNLOAD_ATTEMPTS      6
#   DOWNLOAD_WAIT_SECONDS  2, before the second attempt; doubled for each further one
#   DOWNLOAD_MAX_SECONDS   30, for one attempt
set -eu
umask 077

tls_directory=${TLS_DIRECTORY:-/run/openemr-tls}
database_ca_url=${DATABASE_CA_URL:-https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem}
cache_ca_url=${CACHE_CA_URL:-}
amazon_root_url=https://www.amazontrust.com/repository/AmazonRootCA1.pem

log() { echo "certificate: $*"; }
die() {
  log "$*" >&2
  exit 1
}

mkdir -p "$tls_directory"
# Left by a run that was killed. Nothing else writes to this volume.
rm -rf "$tls_directory"/.new.*
work=$(mktemp -d "$tls_directory/.new.XXXXXX")
sleeper=""
trap 'rm -rf "$work"; [ -z "$sleeper" ] || kill "$sleeper" 2>/dev/null' EXIT
trap 'exit 143' TERM INT

pause() {
  sleep "$1" &
  sleeper=$!
  wait "$sleeper"
  sleeper=""
}

# The image can come up with an empty /etc/ssl; it keeps a copy elsewhere.
image_ca_bundle=${IMAGE_CA_BUNDLE:-}
for candidate in /etc/ssl/certs/ca-certificates.crt /swarm-pieces/ssl/certs/ca-certificates.crt; do
  if [ -z "$image_ca_bundle" ] && [ -s "$candidate" ]; then image_ca_bundle=$candidate; fi
done
if [ -n "$image_ca_bundle" ]; then
  CURL_CA_BUNDLE=${CURL_CA_BUNDLE:-$image_ca_bundle}
  export CURL_CA_BUNDLE
fi

# Whether the key and the certificate of the server are whole, belong together and last a month.
server_pair_is_good() {
  key=$(openssl pkey -in "$tls_directory/server.key.pem" -pubout 2>/dev/null) || return 1
  certificate=$(openssl x509 -in "$tls_directory/server.cert.pem" -noout -pubkey 2>/dev/null) || return 1
  [ "$key" = "$certificate" ] || return 1
  openssl x509 -in "$tls_directory/server.cert.pem" -noout -checkend 2592000 >/dev/null 2>&1
}

make_server_pair() {
  # A configuration of our own: openssl's default one may be missing from /etc/ssl.
  printf '%s\n' '[req]' 'distinguished_name = name' 'x509_extensions = server' 'prompt = no' \
    '[name]' 'CN = localhost' \
    '[server]' 'subjectAltName = DNS:localhost, IP:127.0.0.1' 'extendedKeyUsage = serverAuth' \
    'basicConstraints = critical, CA:false' >"$work/openssl.cnf"
  openssl req -x509 -newkey rsa:2048 -sha256 -nodes -days "${CERTIFICATE_DAYS:-3650}" \
    -config "$work/openssl.cnf" -keyout "$work/server.key.pem" -out "$work/server.cert.pem" \
    2>"$work/openssl.log" || die "openssl made no certificate: $(tail -n 1 "$work/openssl.log")"
  chmod 600 "$work/server.key.pem" "$work/server.cert.pem"
  mv "$work/server.key.pem" "$tls_directory/server.key.pem"
  mv "$work/server.cert.pem" "$tls_directory/server.cert.pem"
}

# Prints each certificate of a PEM file after its subject; fails if one cannot be read.
read_certificates() {
  openssl crl2pkcs7 -nocrl -certfile "$1" 2>/dev/null | openssl pkcs7 -print_certs 2>/dev/null
}

# Whether a file holds at least so many certificates and every one of them is readable.
holds_certificates() {
  claimed=$(grep -c 'BEGIN CERTIFICATE' "$1") || return 1
  readable=$(read_certificates "$1" | grep -c 'BEGIN CERTIFICATE') || return 1
  [ "$claimed" -eq "$readable" ] && [ "$claimed" -ge "$2" ]
}

# Stores what a URL serves as a file, if it is what it should be.
download() {
  url=$1 file=$2 minimum=$3
  attempts=${DOWNLOAD_ATTEMPTS:-6}
  wait_seconds=${DOWNLOAD_WAIT_SECONDS:-2}
  attempt=1
  while :; do
    rm -f "$work/$file"
    if problem=$(curl --fail --silent --show-error --location --proto '=https' --tlsv1.2 \
      --connect-timeout 10 --max-time "${DOWNLOAD_MAX_SECONDS:-30}" --max-filesize 5000000 \
      --output "$work/$file" "$url" 2>&1); then
      if holds_certificates "$work/$file" "$minimum"; then break; fi
      problem="the answer is not a PEM file of $minimum or more certificates"
    fi
    if [ "$attempt" -ge "$attempts" ]; then
      die "cannot download $url after $attempt attempts (last: $problem)." \
        "Check that the task can reach it: NAT gateway, egress on port 443, DNS."
    fi
    log "attempt $attempt of $attempts to download $url failed ($problem); again in $wait_seconds s"
    pause "$wait_seconds"
    wait_seconds=$((wait_seconds * 2))
    attempt=$((attempt + 1))
  done
  chmod 600 "$work/$file"
  mv "$work/$file" "$tls_directory/$file"
  log "stored $file from $url"
}

# Takes the Amazon root CAs, which sign the certificates of ElastiCache, out of the image's store.
copy_amazon_roots() {
  [ -n "$image_ca_bundle" ] || return 1
  read_certificates "$image_ca_bundle" | awk '
    /^subject=/ { wanted = ($0 ~ /CN *= *Amazon Root CA [0-9]/) }
    /BEGIN CERTIFICATE/ { inside = 1 }
    wanted && inside { print }
    /END CERTIFICATE/ { inside = 0 }' >"$work/redis-ca.pem"
  holds_certificates "$work/redis-ca.pem" 1 || return 1
  mv "$work/redis-ca.pem" "$tls_directory/redis-ca.pem"
  log "stored redis-ca.pem from the image's own certificates"
}

if server_pair_is_good; then
  log "keeping the key and certificate that are there"
else
  make_server_pair
  log "made a key and a certificate for this task"
fi

# A container that is started again in the same task does not need the internet again.
if ! holds_certificates "$tls_directory/mysql-ca.pem" "${DATABASE_CA_MINIMUM:-3}" 2>/dev/null; then
  download "$database_ca_url" mysql-ca.pem "${DATABASE_CA_MINIMUM:-3}"
fi
if ! holds_certificates "$tls_directory/redis-ca.pem" 1 2>/dev/null; then
  if [ -n "$cache_ca_url" ]; then
    download "$cache_ca_url" redis-ca.pem 1
  elif ! copy_amazon_roots; then
    download "$amazon_root_url" redis-ca.pem 1
  fi
fi
