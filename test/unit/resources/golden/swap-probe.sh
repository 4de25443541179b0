if [ -d /run/systemd/system ]; then echo systemd; fi
while read -r path _ _ _ priority; do
  case $path in /*) printf 'active %s %s\n' "$priority" "$path" ;; esac
done </proc/swaps
for file in /run/systemd/generator/*.swap /run/systemd/generator.late/*.swap; do
  unit=${file##*/}
  if ! [ -f "$file" ] || [ -L "/etc/systemd/system/$unit" ] || [ -L "/run/systemd/system/$unit" ]; then continue; fi
  if ! grep -qs '^SourcePath=/etc/fstab' "$file"; then printf 'generated %s\n' "$unit"; fi
done
for link in /etc/systemd/system/*.wants/*.swap /etc/systemd/system/*.requires/*.swap; do
  if [ -L "$link" ]; then printf 'enabled %s\n' "${link##*/}"; fi
done
for name in zramswap zram-config dphys-swapfile swapspace; do
  for link in /etc/systemd/system/*.wants/"$name.service" /etc/rc[2-5].d/S[0-9][0-9]"$name"; do
    if [ -L "$link" ]; then printf 'enabled %s\n' "$name.service"; fi
  done
done
