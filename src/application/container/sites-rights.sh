# Sees to it that Apache may write the documents, and nothing else of the sites.
#
# Everything else below sites is read, and some of it run, by PHP as root in each task that starts. So it belongs to
# root. Apache's group may read it, and so may others, but for the password in sqlconf.php: a copy of the files for
# analytics is made by another user. Each start looks again: an upgrade hands everything to Apache, and a restored backup
# may be older than this.

# The sites themselves and what is in them, without the documents.
without_documents() {
  find "$sites" -path "$sites/*/documents" -prune -o -path "$lock" -prune -o "$@"
}

lock_down_sites() { set_rights take_sites; }
take_sites() {
  without_documents \( ! -user root -o ! -group apache \) -exec chown -h root:apache {} + &&
    without_documents -type d ! -perm 755 -exec chmod 755 {} + &&
    without_documents -type f ! -name 'sqlconf.php*' ! -name '.openemr-new-*' ! -perm 644 -exec chmod 644 {} + &&
    without_documents -type f -name 'sqlconf.php*' ! -perm 640 -exec chmod 640 {} +
}

# set_rights <function>: again where that fails, as a file that another task exchanges may be gone when it is looked at.
set_rights() {
  id apache >/dev/null 2>&1 || return 0
  tries=1
  until "$1"; do
    if [ "$tries" -ge 3 ]; then
      die "owners and modes of files in $sites could not be set: the lines above say why. The next task tries again."
    fi
    tries=$((tries + 1))
    pause "$retry"
  done
}

# The image's scripts make some files as root. A patient's folder that is Apache's was made by OpenEMR, with its content.
give_documents_to_apache() { set_rights give_documents; }
give_documents() {
  # On EFS it takes 3 ms for each patient's folder: nobody must be taken for dead meanwhile.
  for documents in "$sites"/*/documents; do
    if [ ! -d "$documents" ]; then continue; fi
    find "$documents" -type d -path '*/documents/[0-9]*' -user apache -prune -o ! -user apache \
      -exec chown -h apache:root {} + &
    search=$!
    while kill -0 "$search" 2>/dev/null; do
      show_life
      pause "$heartbeat"
    done
    wait "$search" || return 1
  done
}

# Scripts that an upgrade runs as root put names of sites into PHP.
check_site_names() {
  for folder_of_site in "$sites"/*/; do
    name=${folder_of_site%/}
    name=${name##*/}
    case $name in
      '*' | *[!A-Za-z0-9._-]*)
        die "there is a folder \"$name\" among the sites. Give sites names of letters, digits, \".\", _ and - only."
        ;;
    esac
  done
}

# Says which PHP files nobody brought. Runs beside Apache: there may be a hundred thousand folders of documents.
report_foreign_php() {
  trap - EXIT TERM INT
  find "$sites" -path "$sites/*/documents/smarty/*" -prune -o -type f -iname '*.ph*' \
    \( -iname '*.php' -o -iname '*.phtml' -o -iname '*.phar' -o -iname '*.php[0-9]' \) -print 2>/dev/null |
    while IFS= read -r file; do
      inside=${file#"$sites"/*/}
      if [ "$inside" = sqlconf.php ] || [ -f "$pieces/sites/default/$inside" ]; then continue; fi
      # Names of documents name patients.
      case $inside in documents/*) inside="${inside%/*}/*.${inside##*.}" ;; esac
      echo "$inside"
    done |
    awk '{ found++; if (found <= 5) names = names (found > 1 ? ", " : "") (length($0) > 80 ? substr($0, 1, 80) "..." : $0) }
      END { if (found) print "start: warning: " found " PHP files below sites that OpenEMR did not bring: " names \
        ". Apache does not run them; find out who put them there." }'
}
