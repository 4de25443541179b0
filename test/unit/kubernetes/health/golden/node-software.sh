
lab_state() { systemctl is-active "$1" 2>/dev/null || true; }
lab_first() { printf '%s=%s\n' "$1" "$2"; }
if command -v systemctl >/dev/null 2>&1; then
  lab_first kubelet "$(lab_state kubelet)"
  lab_first containerd "$(lab_state containerd)"
fi
if command -v kubelet >/dev/null 2>&1; then lab_first kubelet-version "$(timeout 5 kubelet --version 2>/dev/null)"; fi
if command -v containerd >/dev/null 2>&1; then lab_first containerd-version "$(timeout 5 containerd --version 2>/dev/null)"; fi
if [ -e /etc/kubernetes/kubelet.conf ]; then echo joined=yes; fi
for lab_file in /etc/kubernetes/manifests/*.yaml; do
  if [ -f "$lab_file" ]; then
    lab_name=${lab_file##*/}
    printf 'pod=%s %s %s\n' "${lab_name%.yaml}" "$(sed -n 's/^ *image: *//p' "$lab_file" | head -n 1)" \
      "$(sed -nE 's/^ *- *--(secure-port|listen-metrics-urls)=/\1=/p' "$lab_file" | tr '\n' ' ')"
  fi
done
for lab_file in /etc/cni/net.d/*.conf /etc/cni/net.d/*.conflist; do
  if [ -f "$lab_file" ]; then
    lab_first network "$(sed -n 's/.*"type" *: *"\([^"]*\)".*/\1/p' "$lab_file" | head -n 1)"
  fi
done
for lab_file in pki/*.crt pki/etcd/*.crt; do
  if [ -f "/etc/kubernetes/$lab_file" ]; then
    lab_first certificate "$lab_file"
    sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p' "/etc/kubernetes/$lab_file"
  fi
done
lab_file=/var/lib/kubelet/pki/kubelet-client-current.pem
if [ -f "$lab_file" ]; then
  echo certificate=kubelet.conf
  sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p' "$lab_file"
fi
for lab_file in admin.conf super-admin.conf controller-manager.conf scheduler.conf; do
  if [ -f "/etc/kubernetes/$lab_file" ]; then
    lab_first encoded "$lab_file $(sed -n 's/^ *client-certificate-data: *//p' "/etc/kubernetes/$lab_file" | head -n 1)"
  fi
done
