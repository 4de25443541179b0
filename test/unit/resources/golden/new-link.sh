umask 077
f='/etc/foo/bar'
(
rename() {
  said=$(LC_ALL=C mv -fT "$1" "$f" 2>&1) && return
  case $said in
    *'esource busy'*) return 16 ;;
    *'invalid option'* | *'unrecognized option'* | *'is a directory'* | *'symbolic links'*)
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
) && exit
lab_code=$?
lab_at=${f%/*}/
lab_mount=$(df -P "$lab_at" 2>/dev/null | sed -n '2s/^.*% //p')
while read -r _ lab_point _ lab_options _; do
  [ "$lab_point" = "$lab_mount" ] || continue
  case ,$lab_options, in *,ro,*) printf '%s is mounted read-only\n' "$lab_mount" >&2 ;; esac
done </proc/mounts
lsattr -d "$f" "$lab_at" 2>/dev/null | while read -r lab_flags lab_path; do
  case $lab_flags in
    *i*) printf '%s is immutable\n' "$lab_path" >&2 ;;
    *a*) printf '%s is append-only\n' "$lab_path" >&2 ;;
  esac
done
# shellcheck disable=SC2046 # five numbers
set -- $(stat -f -c '%a %b %S %d %c' "$lab_at" 2>/dev/null || echo 1 1 1073741824 1 0)
lab_free=$(($1 * $3 / 1024))
if [ "$lab_free" -lt 1024 ] || { [ "$5" -gt 0 ] && [ "$4" -eq 0 ]; }; then
  printf '%s has %s of %s KiB and %s of %s inodes left\n' "$lab_mount" "$lab_free" "$(($2 * $3 / 1024))" "$4" "$5" >&2
fi
exit "$lab_code"
