# Puts the TLS material of the task where the image looks for it.

authorities=$home/certs/mysql/server/mysql-ca

install_certificates() {
  for file in server.key.pem server.cert.pem mysql-ca.pem redis-ca.pem; do
    if [ ! -s "$tls/$file" ]; then
      die "$tls/$file is missing. Look into the log of the container \"certificate\": it must succeed, and its" \
        "volume must be mounted here."
    fi
  done
  if [ ! -e "$ssl/openssl.cnf" ] && [ -d "$pieces/ssl" ]; then cp -R "$pieces/ssl/." "$ssl/"; fi
  mkdir -p "$ssl/certs" "$ssl/private" "$home/certs/mysql/server" "$home/certs/redis"
  # The names that the image's ssl.sh uses, and its mark that there is nothing left to do.
  (umask 077 && install_file "$tls/server.key.pem" "$ssl/private/selfsigned.key.pem" 600)
  install_file "$tls/server.cert.pem" "$ssl/certs/selfsigned.cert.pem" 644
  ln -sf "$ssl/private/selfsigned.key.pem" "$ssl/private/webserver.key.pem"
  ln -sf "$ssl/certs/selfsigned.cert.pem" "$ssl/certs/webserver.cert.pem"
  : >"$ssl/docker-selfsigned-configured"

  install_file "$tls/mysql-ca.pem" "$authorities" 644
  # Apache's user does not see root's folder.
  install_file "$tls/mysql-ca.pem" "$state/mysql-ca.pem" 644
  install_file "$tls/redis-ca.pem" "$home/certs/redis/redis-ca" 644

  # The image calls the database's client without TLS, or forbids it; the server insists on it.
  printf '[client]\nssl-ca=%s\nssl-verify-server-cert\n' "$authorities" >"$home/.my.cnf"
  if grep -q -e ' --skip-ssl' "$home/devtoolsLibrary.source" 2>/dev/null; then
    sed -i 's/ --skip-ssl//g' "$home/devtoolsLibrary.source"
  fi
}

# The site has copies, for OpenEMR's own connections. openemr.sh makes them when they are absent, and never again.
renew_site_certificates() {
  certificates=$sites/default/documents/certificates
  mkdir -p "$certificates"
  for name in mysql-ca redis-ca; do
    here=$tls/$name.pem there=$certificates/$name
    # Apache may write in this folder, and openemr.sh changes the mode of these files as root.
    if [ -L "$there" ]; then rm -f "$there"; fi
    if cmp -s "$here" "$there"; then continue; fi
    if install_file "$here" "$there" 744 apache; then
      log "renewed $there"
    else
      die "$there could not be renewed. Look whether the volume \"sites\" is full or mounted read-only."
    fi
  done
}
