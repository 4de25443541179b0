umask 077
lab_root=$(mktemp -d) || exit 1
trap 'rm -rf "$lab_root"' EXIT
for lab_folder in lib etc run; do
  mkdir -p "$lab_root/$lab_folder/netplan" || exit 1
  for lab_file in "/$lab_folder/netplan"/*.yaml; do
    [ ! -e "$lab_file" ] || cp -- "$lab_file" "$lab_root/$lab_folder/netplan/" || exit 1
  done
done

{ cat <<'LAB'
# Managed by lab (interfaces): changes made here are overwritten.
network:
  version: 2
  ethernets:
    ens33:
      match:
        macaddress: "52:54:00:12:34:56"
      set-name: ens33
      dhcp4: false
      dhcp6: false
      addresses:
        - 192.168.5.11/24
      routes:
        - to: default
          via: 192.168.5.2
LAB
} >"$lab_root"'/etc/netplan/90-lab-ens33.yaml' || exit 1
{ cat <<'LAB'
# Managed by lab (interfaces): changes made here are overwritten.
network:
  version: 2
  ethernets:
    ens37:
      dhcp4: false
      dhcp6: false
      addresses:
        - 172.100.100.2/24
      mtu: 1400
LAB
} >"$lab_root"'/etc/netplan/90-lab-ens37.yaml' || exit 1
netplan generate --root-dir "$lab_root"