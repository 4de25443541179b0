lab_archive=/tmp/x
lab_local=
if ctr --connect-timeout 5s --namespace k8s.io images import --help 2>/dev/null | grep -q -e ' --local '; then lab_local=--local; fi
lab_import() {
  # shellcheck disable=SC2086 # a flag, or none
  ctr --connect-timeout 5s --namespace k8s.io images import $lab_local '--platform' 'linux/amd64' "$1"
}
case $(head -c 2 "$lab_archive" | od -An -tx1 | tr -d ' ') in
  1f8b) gzip -dc "$lab_archive" | lab_import - ;;
  *) lab_import "$lab_archive" ;;
esac || exit 1
lab_refs=$(ctr --connect-timeout 5s --namespace k8s.io images ls -q) || exit 1
set -- 'registry.k8s.io/pause:3.10'
for lab_ref do
  printf '%s\n' "$lab_refs" | grep -qxF -e "$lab_ref" || {
    printf 'the archive does not hold %s: lab bundle verify tells what it holds\n' "$lab_ref" >&2
    exit 1
  }
done
