lab_silent=
lab_call() {
  lab_tool=$1 lab_config=$2 lab_seconds=$3
  shift 3
  if ! command -v "$lab_tool" >/dev/null 2>&1; then lab_code=127 lab_said="$lab_tool is not installed"
  elif [ ! -r "$lab_config" ]; then lab_code=127 lab_said="there is no $lab_config"
  elif [ "$lab_silent" = "$lab_config" ]; then lab_code=124 lab_said="the API server does not answer"
  else
    lab_code=0
    lab_said=$(timeout "$lab_seconds" "$@" 2>&1 >&3 3>&-) || lab_code=$?
    if [ "$lab_code" -eq 124 ]; then lab_silent=$lab_config lab_said="the API server does not answer"; fi
  fi
  printf '\n==lab== %s %s\n' "$lab_code" "$(printf '%s\n' "$lab_said" | tail -n 1)"
}
exec 3>&1
lab_call kubectl '/etc/kubernetes/admin.conf' 10 'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=5s' 'get' '--raw' '/api/v1/nodes'
lab_call kubectl '/etc/kubernetes/admin.conf' 10 'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=5s' 'get' '--raw' '/api/v1/pods'
lab_call kubectl '/etc/kubernetes/admin.conf' 10 'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=5s' 'get' '--raw' '/apis/apps/v1/daemonsets'
lab_call kubectl '/etc/kubernetes/admin.conf' 10 'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=5s' 'get' '--raw' '/apis/apps/v1/namespaces/kube-system/deployments'
