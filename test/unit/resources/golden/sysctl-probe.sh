set -- '/proc/sys/net/ipv4/ip_forward' '/proc/sys/vm/swappiness'
for path do if [ -e "$path" ]; then printf 'exists %s\n' "$path"; fi; done
grep -sH '' "$@"
:
