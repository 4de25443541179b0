command -v ctr >/dev/null 2>&1 || exit 0
grep -q ' /run/containerd/containerd.sock$' /proc/net/unix || exit 0
lab_refs=$(ctr --connect-timeout 5s --timeout 10s --namespace k8s.io images ls -q 2>/dev/null) || exit 0
printf 'answered\n%s\n' "$lab_refs"
