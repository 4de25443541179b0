'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=15s' 'annotate' 'node' 'w1' 'lab/cordoned=true' '--overwrite' || exit
'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=15s' 'cordon' 'w1' || exit
'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=0s' 'drain' 'w1' '--ignore-daemonsets' '--delete-emptydir-data' '--timeout=300s' && exit
lab_code=$?
echo 'the pods did not leave w1, which takes new ones again' >&2
'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=15s' 'uncordon' 'w1' || exit
'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=15s' 'annotate' 'node' 'w1' 'lab/cordoned-'
exit "$lab_code"
