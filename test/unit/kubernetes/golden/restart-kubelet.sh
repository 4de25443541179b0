systemctl daemon-reload && systemctl restart kubelet || exit
lab_wanted=$(kubelet --version | sed 's/^Kubernetes //')
lab_left=120
until [ "$('kubectl' '--kubeconfig=/etc/kubernetes/kubelet.conf' '--request-timeout=5s' 'get' 'node' 'w1' '-o' 'jsonpath={.status.nodeInfo.kubeletVersion}' 2>/dev/null)" = "$lab_wanted" ]; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "the kubelet does not report to the API server as $lab_wanted" >&2
    journalctl -u kubelet -n 30 --no-pager >&2 2>/dev/null
    exit 1
  fi
  sleep 1
done
