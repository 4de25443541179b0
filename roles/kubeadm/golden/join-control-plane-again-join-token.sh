{
'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=15s' 'delete' 'nodes' '-l' 'lab/departed=true' '--ignore-not-found' >/dev/null || :
} &
lab_command=$(kubeadm token create --ttl '10m' --description 'lab: nodes that join prod' --print-join-command </dev/null) || exit 1
wait
# shellcheck disable=SC2086 # words
set -- $lab_command
while [ $# -gt 1 ]; do
  case $1 in
    --token) printf 'LAB_TOKEN=%s\n' "$2" ;;
    --discovery-token-ca-cert-hash) printf 'LAB_CA_HASH=%s\n' "$2" ;;
  esac
  shift
done
