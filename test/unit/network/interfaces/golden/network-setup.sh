
if command -v netplan >/dev/null 2>&1; then echo 'has netplan'; fi
for lab_file in /etc/netplan/*.yaml /run/netplan/*.yaml /lib/netplan/*.yaml; do
  if [ -e "$lab_file" ]; then echo 'has netplan-files'; break; fi
done
if command -v wicked >/dev/null 2>&1 && [ -d /etc/sysconfig/network ]; then echo 'has wicked'; fi
if systemctl is-active --quiet systemd-networkd.service 2>/dev/null; then echo 'has networkd'; fi
for lab_file in /etc/netplan/90-lab-*.yaml /etc/systemd/network/90-lab-*; do
  if [ -f "$lab_file" ]; then printf 'own %s\n' "$lab_file"; fi
done
for lab_file in /etc/sysconfig/network/ifcfg-* /etc/sysconfig/network/ifroute-*; do
  if grep -qsxF '# Managed by lab (interfaces): changes made here are overwritten.' "$lab_file"; then printf 'own %s\n' "$lab_file"; fi
done
lab_pid=$$
while [ "${lab_pid:-0}" -gt 1 ]; do
  lab_line=$(tr '\0' '\n' <"/proc/$lab_pid/environ" 2>/dev/null | grep '^SSH_CONNECTION=') && break
  lab_pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$lab_pid/status" 2>/dev/null)
done
if [ -n "${lab_line:-}" ]; then printf 'ssh %s\n' "${lab_line#*=}"; fi
