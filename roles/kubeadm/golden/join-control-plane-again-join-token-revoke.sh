{
'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=15s' 'delete' 'nodes' '-l' 'lab/departed=true' '--ignore-not-found' >/dev/null || :
} &
kubeadm token delete "${LAB_TOKEN%%.*}" </dev/null || exit 1
wait
