lab_token=$('kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=15s' '-n' 'kube-system' 'get' 'secret' 'kubeadm-certs' '-o' 'jsonpath={.metadata.ownerReferences[0].name}' 2>/dev/null)
'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=15s' '-n' 'kube-system' 'delete' 'secret' 'kubeadm-certs' '--ignore-not-found' >/dev/null || exit 1
# kubeadm lets a bootstrap token own the Secret, so that it goes after two hours.
if [ -n "$lab_token" ]; then
  kubectl --kubeconfig=/etc/kubernetes/admin.conf --request-timeout=15s -n kube-system delete secret "$lab_token" --ignore-not-found >/dev/null
fi
