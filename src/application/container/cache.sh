# Asking the cache that keeps people's sessions. A task without it would keep them in files of its own, where the
# next request, which another task answers, does not find them.

# PHP asks, as it will for each session, over TLS that is verified in the same way.
cache_answers() {
  # shellcheck disable=SC2016
  php -r '
    $tls = stream_context_create(["ssl" => ["cafile" => $argv[2]]]);
    $cache = @stream_socket_client($argv[1], $code, $problem, 5, STREAM_CLIENT_CONNECT, $tls);
    if (!$cache) {
        fwrite(STDERR, $problem ?: (error_get_last()["message"] ?? "no connection"));
        exit(1);
    }
    stream_set_timeout($cache, 5);
    fwrite($cache, "PING\r\n");
    $said = (string) fgets($cache);
    fwrite(STDERR, "it answers \"" . trim($said) . "\"");
    exit(preg_match("/^(\\+PONG|-NOAUTH)/", $said) ? 0 : 1);
  ' -- "$1" "$tls/redis-ca.pem"
}

wait_for_cache() {
  if [ -z "${REDIS_SERVER:-}" ]; then return 0; fi
  case $REDIS_SERVER in *:*) cache=$REDIS_SERVER ;; *) cache=$REDIS_SERVER:6379 ;; esac
  case ${REDIS_TLS:-} in yes) address=tls://$cache ;; *) address=tcp://$cache ;; esac
  deadline=$(($(now) + ${CACHE_WAIT_SECONDS:-90}))
  while :; do
    cache_answers "$address" >/dev/null 2>"$state/cache" &
    if await; then return 0; fi
    # PHP may warn of settings first.
    problem=$(tail -n 1 "$state/cache")
    if [ "$(now)" -ge "$deadline" ]; then
      die "the cache $cache does not answer: $problem. Look whether it runs and whether this task may reach it."
    fi
    enter waiting "for the cache $cache"
    tell_progress "$problem"
    pause "$retry"
  done
}

check_sessions() {
  if [ -z "${REDIS_SERVER:-}" ]; then return 0; fi
  handler=$(php -r 'echo ini_get("session.save_handler");' 2>/dev/null) || handler=""
  if [ "$handler" != redis ]; then
    die "PHP keeps sessions in \"$handler\" and not in the cache, though it answers. Look at the lines of" \
      "openemr.sh above; the next task tries again."
  fi
}
