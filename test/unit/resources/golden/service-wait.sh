explain() {
  printf '%s is %s; its last lines:\n' 'containerd.service' "$(systemctl is-active -- 'containerd.service')" >&2
  journalctl -u "$(systemctl show -p Id --value -- 'containerd.service')" -n 20 --no-pager >&2
  exit 1
}
left=90
state=$(systemctl is-active -- 'containerd.service')
while [ "$state" = activating ] && [ "$left" -gt 0 ]; do
  sleep 1
  left=$((left - 1))
  state=$(systemctl is-active -- 'containerd.service')
done
case $state in active | reloading | refreshing) ;; *) explain ;; esac