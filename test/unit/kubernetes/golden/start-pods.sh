for lab_pod in etcd kube-apiserver kube-controller-manager kube-scheduler; do
  if [ -e "/etc/kubernetes/lab-stopped/$lab_pod.yaml" ]; then mv -f "/etc/kubernetes/lab-stopped/$lab_pod.yaml" "/etc/kubernetes/manifests/$lab_pod.yaml" || exit; fi
done
rmdir /etc/kubernetes/lab-stopped 2>/dev/null || :
