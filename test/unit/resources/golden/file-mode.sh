umask 077
f='/etc/foo/bar'
(
if [ ! -f "$f" ] || [ -L "$f" ]; then
  printf '%s is no longer a file\n' "$f" >&2
  exit 1
fi
chmod 0600 "$f" || exit 1
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
