IFS= read -r name </proc/sys/kernel/hostname
printf '%s\n' "$name"
