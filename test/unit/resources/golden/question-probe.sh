(
cd '/srv' || exit
exec '/bin/sh' /dev/fd/3 3<<'LAB'
test -e x
LAB
) >/dev/null 2>&1 </dev/null
printf '%s\n' "$?"
(
cd '/srv' || exit
exec 'test' '-e' 'x'
) >/dev/null 2>&1 </dev/null
printf '%s\n' "$?"
