for lab_path in /etc/kubernetes/admin.conf /etc/kubernetes/super-admin.conf /etc/kubernetes/kubelet.conf /etc/kubernetes/bootstrap-kubelet.conf /etc/kubernetes/controller-manager.conf /etc/kubernetes/scheduler.conf /etc/kubernetes/manifests/kube-apiserver.yaml /etc/kubernetes/manifests/kube-controller-manager.yaml /etc/kubernetes/manifests/kube-scheduler.yaml /etc/kubernetes/manifests/etcd.yaml /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver-kubelet-client.crt /var/lib/kubelet/config.yaml /var/lib/kubelet/kubeadm-flags.env /var/lib/kubelet/pki/kubelet-client-current.pem; do
  if [ -e "$lab_path" ] || [ -L "$lab_path" ]; then echo "found=$lab_path"; fi
done
# The certificate of the authority alone is what a worker gets; with its key it may be the user's own.
if [ -e /etc/kubernetes/pki/ca.crt ] && [ ! -e /etc/kubernetes/pki/ca.key ]; then echo found=/etc/kubernetes/pki/ca.crt; fi
if [ -r /var/lib/lab/kubeadm/name ] && [ -z "$(find /etc/kubernetes/pki/ca.crt -newer /var/lib/lab/kubeadm/output 2>/dev/null)" ]; then
  echo "attempt=$(cat /var/lib/lab/kubeadm/name)"
fi
sed -n 's/^ *server: */server=/p' /etc/kubernetes/kubelet.conf 2>/dev/null
sed -n 's/^ *- --advertise-address=/own=/p' /etc/kubernetes/manifests/kube-apiserver.yaml 2>/dev/null
lab_data=$(sed -n 's/^ *- --data-dir=//p' /etc/kubernetes/manifests/etcd.yaml 2>/dev/null)
if [ -e /etc/kubernetes/manifests/etcd.yaml ]; then echo etcd=manifest; fi
if [ -e "${lab_data:-/var/lib/etcd}/member" ] && ! systemctl is-active --quiet etcd 2>/dev/null; then echo etcd=data; fi
echo "kubelet=$(systemctl is-active kubelet 2>/dev/null)"
echo query
if [ ! -e /etc/kubernetes/kubelet.conf ]; then :
elif ! command -v kubectl >/dev/null 2>&1; then echo "err=kubectl is not installed"
else { { timeout 12 'kubectl' '--kubeconfig=/etc/kubernetes/kubelet.conf' '--server=https://10.0.0.1:6443' '--request-timeout=10s' 'get' '--raw' '/api/v1/nodes/w1' </dev/null | sed 's/^/out=/'; } 2>&1 1>&3 | sed 's/^/err=/'; } 3>&1; echo
fi
echo query
if [ ! -e /etc/kubernetes/kubelet.conf ]; then :
elif ! command -v kubectl >/dev/null 2>&1; then echo "err=kubectl is not installed"
else { { timeout 12 'kubectl' '--kubeconfig=/etc/kubernetes/kubelet.conf' '--server=https://lb.lab:6443' '--request-timeout=10s' 'get' '--raw' '/api/v1/nodes/w2' </dev/null | sed 's/^/out=/'; } 2>&1 1>&3 | sed 's/^/err=/'; } 3>&1; echo
fi
