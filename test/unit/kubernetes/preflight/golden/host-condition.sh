
lab_say() { printf '%s=%s\n' "$1" "$2"; }
if [ -e /etc/kubernetes/kubelet.conf ] || [ -e /etc/kubernetes/manifests/kube-apiserver.yaml ] ||
  [ -e /etc/kubernetes/manifests/etcd.yaml ]; then echo node=yes; fi
sed -n 's/^ *[0-9]*: [0-9A-F]*:\([0-9A-F]*\) [0-9A-F]*:0000 0A .*/listen=\1/p' /proc/net/tcp /proc/net/tcp6 2>/dev/null
if command -v ss >/dev/null 2>&1; then ss -Hltnp 2>/dev/null | sed 's/^/socket=/'; fi
{ ip -o -4 route show; ip -o -6 route show; } 2>/dev/null | sed 's/^/route=/'
lab_say disk "$(df -Pk /var/lib 2>/dev/null | tail -n 1)"
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  lab_say cgroup2 "$(cat /sys/fs/cgroup/cgroup.controllers)"
else
  lab_say cgroup1 "$(sed -n 's/^\([a-z_]*\)[[:blank:]].*[[:blank:]]1$/\1/p' /proc/cgroups 2>/dev/null | tr '\n' ' ')"
fi
sed -n '1d;s/^\([^[:blank:]]*\).*/swap=\1/p' /proc/swaps 2>/dev/null
sed -n 's/^[[:blank:]]*nameserver[[:blank:]]*\([^[:blank:]]*\).*/nameserver=\1/p' /etc/resolv.conf 2>/dev/null
if [ -s /run/systemd/resolve/resolv.conf ]; then echo resolved=yes; fi
{ timeout 3 getent hosts 'api.lab.example' >/dev/null 2>&1 || lab_say unresolved 'api.lab.example'; } &
if command -v kubelet >/dev/null 2>&1; then lab_say kubelet "$(timeout 5 kubelet --version 2>/dev/null)"; fi
if command -v kubeadm >/dev/null 2>&1; then lab_say kubeadm "$(timeout 5 kubeadm version -o short 2>/dev/null)"; fi
wait
