
echo "hostname=$(uname -n)"
if [ -r /etc/machine-id ]; then read -r lab_id </etc/machine-id && echo "machine_id=$lab_id"; fi
if [ ! -r /run/systemd/container ] && [ ! -e /.dockerenv ] && [ -r /sys/class/dmi/id/product_uuid ]; then
  read -r lab_id </sys/class/dmi/id/product_uuid && echo "product_uuid=$lab_id"
fi
lab_default=$(ip -4 route show default 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
for lab_path in /sys/class/net/*; do
  if [ -e "$lab_path/device" ] || [ "${lab_path##*/}" = "$lab_default" ]; then
    read -r lab_mac <"$lab_path/address" && echo "mac=$lab_mac"
  fi
done
true
