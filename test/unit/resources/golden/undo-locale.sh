[ -e "$LAB_ENTRY/locales" ] || exit 0
localedef --list-archive | while read -r lab_locale; do
  if grep -qxF -e "$lab_locale" "$LAB_ENTRY/locales"; then continue; fi
  localedef --delete-from-archive "$lab_locale" || exit
done || exit
if [ -e "$LAB_ENTRY/none" ]; then rm -f /usr/lib/locale/locale-archive; fi
