lab_to='/opt/cni/bin'
lab_stamp='.lab-cni-plugins'
[ -e "$LAB_ENTRY/names" ] || exit 0
lab_now=
lab_old=
if [ -e "$lab_to/$lab_stamp" ]; then read -r lab_now <"$lab_to/$lab_stamp"; fi
if [ -e "$LAB_ENTRY/files/$lab_stamp" ]; then read -r lab_old <"$LAB_ENTRY/files/$lab_stamp"; fi
case $lab_now in
  '' | "$lab_old" | 5555555555555555555555555555555555555555555555555555555555555555) ;;
  *)
    printf 'another archive was unpacked to %s since\n' "$lab_to" >&2
    exit 1
    ;;
esac
while IFS= read -r lab_file; do
  if [ -e "$LAB_ENTRY/files/$lab_file" ]; then
    cp -a "$LAB_ENTRY/files/$lab_file" "$lab_to/$lab_file.lab" && mv -f "$lab_to/$lab_file.lab" "$lab_to/$lab_file" || exit 1
  else
    rm -f "$lab_to/$lab_file" || exit 1
  fi
done <"$LAB_ENTRY/names"
while IFS= read -r lab_folder; do
  rmdir "$lab_folder" 2>/dev/null || :
done <"$LAB_ENTRY/folders"
