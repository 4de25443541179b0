timeout 30 netplan generate || exit 1
if systemctl is-active --quiet systemd-networkd.service 2>/dev/null; then timeout 30 networkctl reload || exit 1; fi
exit 0