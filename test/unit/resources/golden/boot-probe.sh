read -r lab_boot </proc/sys/kernel/random/boot_id || exit 1
read -r lab_stat </proc/1/stat || exit 1
# shellcheck disable=SC2086 # its fields
set -- ${lab_stat##*) }
echo "$lab_boot/${20}"
if [ -e /run/lab-reboot-refused ]; then sed 's/^/refused /' /run/lab-reboot-refused; fi
if [ -e /run/reboot-required ] || [ -e /run/reboot-needed ]; then
  echo needed
elif command -v needs-restarting >/dev/null; then
  needs-restarting -r >/dev/null 2>&1
  [ $? -ne 1 ] || echo needed
fi
