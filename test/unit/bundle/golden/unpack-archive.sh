lab_archive=/tmp/x
umask 022
lab_to='/opt/cni/bin'
lab_stamp='.lab-cni-plugins'
lab_kept=${LAB_ENTRY:+"$LAB_ENTRY/files"}
if [ -n "$lab_kept" ]; then
  mkdir -p "$lab_kept" || exit 1
  lab_folder=$lab_to
  while [ -n "$lab_folder" ] && [ ! -d "$lab_folder" ]; do
    printf '%s\n' "$lab_folder"
    lab_folder=${lab_folder%/*}
  done >"$LAB_ENTRY/folders"
fi
mkdir -p "$lab_to" && lab_new=$(mktemp -d "$lab_to/.lab.XXXXXX") || exit 1
(
  trap 'rm -rf "$lab_new"' EXIT
  trap 'exit 143' HUP INT TERM
  mkdir "$lab_new/files" && tar -xzo -f "$lab_archive" -C "$lab_new/files" && cd "$lab_new/files" || exit 1
  find . -type f | sed 's:^\./::' | sort >../names
  { echo 5555555555555555555555555555555555555555555555555555555555555555; while IFS= read -r lab_file; do sha256sum -- "$lab_file" || exit 1; done <../names; } >../stamp || exit 1
  mv ../stamp "$lab_stamp" && printf '%s\n' "$lab_stamp" >>../names || exit 1
  if [ -n "$lab_kept" ]; then cp ../names "$LAB_ENTRY/names" || exit 1; fi
  while IFS= read -r lab_file; do
    case $lab_file in */*) mkdir -p "$lab_to/${lab_file%/*}" "${lab_kept:-.}/${lab_file%/*}" || exit 1 ;; esac
    if [ -n "$lab_kept" ] && [ -e "$lab_to/$lab_file" ]; then
      cp -a "$lab_to/$lab_file" "$lab_kept/$lab_file" || exit 1
    fi
    mv -f "$lab_file" "$lab_to/$lab_file" || exit 1
  done <../names
)
