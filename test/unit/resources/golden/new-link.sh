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
t=$(mktemp -d "${f%/*}/.lab.XXXXXX") || exit 1
trap 'rm -rf "$t"' EXIT
trap 'exit 143' HUP INT TERM
ln -s -- '/opt/a' "$t/link" || exit 1
chown -h 'root:root' "$t/link" || exit 1
rename "$t/link" || { printf '%s\n' "$said" >&2; exit 1; }
if [ -e /sys/fs/selinux/enforce ]; then restorecon "$f" || :; fi
