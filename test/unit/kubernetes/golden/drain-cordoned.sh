'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=0s' 'drain' 'w1' '--ignore-daemonsets' '--delete-emptydir-data' '--timeout=60s' '--force'
