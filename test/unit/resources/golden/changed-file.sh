umask 077
f='/etc/foo/bar'
rename() {
  said=$(LC_ALL=C mv -fT "$1" "$f" 2>&1) && return
  case $said in
    *'esource busy'*) return 16 ;;
    *'invalid option'* | *'unrecognized option'* | *'is a directory'*)
      if [ -L "$f" ]; then rm -f "$f"; fi
      if [ -d "$f" ]; then return 1; fi
      said=$(LC_ALL=C mv -f "$1" "$f" 2>&1)
      ;;
    *) return 1 ;;
  esac
}
t=$(mktemp "${f%/*}/.lab.XXXXXX") || exit 1
trap 'rm -rf "$t"' EXIT
trap 'exit 143' HUP INT TERM
{ cat <<'LAB'
b
LAB
} >"$t" || exit 1
chown 'root:root' "$t" || exit 1
chmod 0644 "$t" || exit 1
if [ -e /sys/fs/selinux/enforce ]; then chcon --reference="$f" "$t" || :; fi
sh -c 'visudo -cf "$1"' sh "$t" </dev/null >&2 || {
  printf '%s was left as it is: the new content was refused by: %s\n' "$f" 'visudo -cf '\''%s'\''' >&2
  exit 1
}
sync -d "$t" 2>/dev/null || :
rename "$t"
case $? in
  0) ;;
  16)
    cat "$t" >"$f" || exit 1
    chown 'root:root' "$f" || exit 1
    chmod 0644 "$f" || exit 1
    ;;
  *) { printf '%s\n' "$said" >&2; exit 1; } ;;
esac
