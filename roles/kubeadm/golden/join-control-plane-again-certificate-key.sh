lab_file=$(mktemp) || exit 1
trap 'rm -f "$lab_file"' EXIT
'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=15s' '-n' 'kube-system' 'get' 'configmap' 'kubeadm-config' '-o' 'jsonpath={.data.ClusterConfiguration}' >"$lab_file" || exit 1
lab_api=$(sed -n 's/^apiVersion: *//p' "$lab_file")
lab_address=$(sed -n 's/^ *- --advertise-address=//p' /etc/kubernetes/manifests/kube-apiserver.yaml)
cat >>"$lab_file" <<LAB

---
apiVersion: $lab_api
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: "$lab_address"}
nodeRegistration: {criSocket: "unix:///run/containerd/containerd.sock"}
LAB
lab_said=$(kubeadm init phase upload-certs --upload-certs --config="$lab_file" </dev/null) || exit 1
printf '%s\n' "$lab_said" | sed -n 's/^\([0-9a-f]\{64\}\)$/LAB_CERTIFICATE_KEY=\1/p'
