
ip -o link show | sed 's/^/link /'
ip -o addr show | sed 's/^/addr /'
ip -4 route show 2>/dev/null | sed 's/^/4 /'
ip -6 route show 2>/dev/null | sed 's/^/6 /'
systemctl is-active --quiet systemd-networkd.service 2>/dev/null && echo networkd
true
