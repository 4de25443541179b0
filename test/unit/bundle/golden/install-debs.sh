lab_deb0=/tmp/x
lab_deb1=/tmp/y
…
lab_debs=$(mktemp -d /tmp/.lab-debs.XXXXXX) || exit 1
(
trap 'rm -rf "$lab_debs"' EXIT
trap 'exit 143' HUP INT TERM
mv "$lab_deb0" "$lab_debs/0.deb" || exit 1
mv "$lab_deb1" "$lab_debs/1.deb" || exit 1
lab_apt install -o APT::Install-Recommends=false --allow-downgrades --allow-change-held-packages "$lab_debs"/*.deb >"$lab_debs/said"
lab_code=$?
cat "$lab_debs/said"
if [ "$lab_code" != 0 ]; then
  sed -n 's/^ *\([a-z0-9][a-z0-9.+-]*\) : \(Pre\)\{0,1\}Depends: \(.*\)$/\1 needs \3: put that into the bundle, too, or into the sources of the host/p' \
    "$lab_debs/said" >&2
fi
exit "$lab_code"
)
