# Reads sites/<site>/sqlconf.php, which says where OpenEMR's database is.
#
# openemr.sh runs that file as root, and it lies where Apache could once write. So it is accepted only line by line:
# as OpenEMR's installer writes it and as the image brings it, in versions 7.0.3 to 8.4. It is never run to read it.

# read_sqlconf <file>: prints host, port, login, password, database and whether it is configured (1 or 0), a line
# each; or fails and prints what was found.
read_sqlconf() {
  awk '
    function refuse() { printf "line %d is not one that the installer writes\n", NR; bad = 1; exit 1 }
    # PHP ends a line, and a comment, at a carriage return, too.
    { sub(/[ \t\r]+$/, ""); if (index($0, "\r")) refuse() }
    over && $0 != "" { refuse() }
    NR == 1 { if ($0 != "<?php") refuse(); next }
    $0 == "" { next }
    $0 == "?>" { over = 1; next }
    /^[ \t]*\/\// { if (index($0, "?>")) refuse(); next }
    /^global [$](disable_utf8_flag|sqlconf);$/ { next }
    /^[$]disable_utf8_flag *= *false;$/ { next }
    /^[$]sqlconf *= *(array\(\)|\[\]);$/ { next }
    /^[$](host|port|login|pass|dbase|db_encoding)[ \t]*=[ \t]*\047([^\047\\]|\\[\047\\])*\047;$/ {
      name = substr($0, 2)
      sub(/[ \t]*=.*/, "", name)
      text = $0
      sub(/^[^\047]*\047/, "", text)
      sub(/\047;$/, "", text)
      gsub(/\\\\/, "\001", text)
      gsub(/\\\047/, "\047", text)
      gsub(/\001/, "\\", text)
      value[name] = text
      next
    }
    /^[$]sqlconf\["(host|port|login|pass|dbase|db_encoding)"\] *= *[$](host|port|login|pass|dbase|db_encoding);$/ {
      split($0, part, /["$;]/)
      if (part[3] == part[5]) next
    }
    /^[$]config *= *[01];[ \t\/]*$/ { configured = ($0 ~ /= *1/); next }
    { refuse() }
    END {
      if (bad) exit 1
      n = split("host port login pass dbase", names)
      for (i = 1; i <= n; i++) {
        if (!(names[i] in value)) { printf "it does not say $%s\n", names[i]; exit 1 }
        print value[names[i]]
      }
      print configured + 0
    }
  ' "$1"
}

# Sets unknown to a file that is not known, and found to why; fails if there is none. The image's own is: the image is trusted.
find_unknown_sqlconf() {
  for unknown in "$sites"/*/sqlconf.php; do
    if [ ! -e "$unknown" ] && [ ! -L "$unknown" ]; then continue; fi
    found="it is no plain file"
    if [ -f "$unknown" ] && [ ! -L "$unknown" ]; then
      if cmp -s "$unknown" "$pieces/sites/default/sqlconf.php"; then continue; fi
      if found=$(read_sqlconf "$unknown"); then continue; fi
    fi
    return 0
  done
  return 1
}

# Ends the task at a file that is not known.
check_sqlconf() {
  find_unknown_sqlconf || return 0
  # A rotation of passwords may have exchanged it while it was read.
  pause "$retry"
  find_unknown_sqlconf || return 0
  die "$unknown is not as OpenEMR's installer writes it ($(echo "$found" | tail -n 1)), so it is not run: it was cut off," \
    "or somebody who broke in has changed it. Restore it from a backup, or write it anew by the installer's pattern," \
    "then start a task."
}

# Whether the site is installed. Run after check_sqlconf.
configured() {
  [ -f "$sites/default/sqlconf.php" ] || return 1
  [ "$(read_sqlconf "$sites/default/sqlconf.php" 2>/dev/null | tail -n 1)" = 1 ]
}
