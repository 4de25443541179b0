cd "$LAB_ENTRY" && [ -e modules.before ] || exit 0
cut -d ' ' -f 1 /proc/modules >now
[ -e modules.after ] || LC_ALL=C sort now >modules.after
LC_ALL=C comm -13 modules.before modules.after >new
[ -s new ] || exit 0
grep -xF -f new now | while read -r lab_module; do rmmod "$lab_module" || exit; done
