umask 077
lab_values=$(mktemp) || exit 1
trap 'rm -f "$lab_values"' EXIT
cat >"$lab_values" <<'LAB'
{
  "ipam": {
    "mode": "kubernetes"
  },
  "devices": [
    "eth0"
  ]
}
LAB
lab_code=0
'helm' '--kubeconfig=/etc/kubernetes/admin.conf' 'upgrade' 'cilium' '--install' '--reset-values' '--namespace' 'kube-system' '--create-namespace' '--wait' '--timeout' '600s' '--repo' 'https://helm.cilium.io/' '--version' '1.17.2' --values "$lab_values" 'cilium' >/dev/null || lab_code=$?
if [ "$lab_code" -ne 0 ]; then
{
  printf 'pods of %s:\n' 'kube-system'
  'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=5s' 'get' 'pods' '-n' 'kube-system' '-o' 'wide'
  echo 'last warnings:'
  'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=5s' 'get' 'events' '-n' 'kube-system' '--field-selector=type=Warning' '--sort-by=.lastTimestamp' | tail -n 10
} >&2 2>&1
fi
exit "$lab_code"
