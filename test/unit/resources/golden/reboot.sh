rm -f /run/lab-reboot-refused
if command -v shutdown >/dev/null; then
  set -- shutdown -r now 'it'\''s time'
elif command -v reboot >/dev/null; then
  set -- reboot
else
  echo 'the host has neither shutdown nor reboot' >&2
  exit 1
fi
(
  trap '' HUP
  sleep 13
  lab_said=$("$@" 2>&1) || printf '%s\n' "${lab_said:-$1 ended with $?}" >/run/lab-reboot-refused
) </dev/null >/dev/null 2>&1 &