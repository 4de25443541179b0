explain() {
  printf '%s is %s; its last lines:\n' 'containerd.service' "$(systemctl is-active -- 'containerd.service')" >&2
  journalctl -u "$(systemctl show -p Id --value -- 'containerd.service')" -n 20 --no-pager >&2
  exit 1
}
systemctl start -- 'containerd.service' || explain
left=90
state=$(systemctl is-active -- 'containerd.service')
while [ "$state" = activating ] && [ "$left" -gt 0 ]; do
  sleep 1
  left=$((left - 1))
  state=$(systemctl is-active -- 'containerd.service')
done
case $state in active | reloading | refreshing) exit 0 ;; esac
case $(systemctl show -p Type,RemainAfterExit,Result,ConditionResult -- 'containerd.service' | sort | tr '\n' ' ') in
  *ConditionResult=no*) echo 'containerd.service was not started: a condition of the unit is not met' >&2; exit 1 ;;
  *'RemainAfterExit=no Result=success Type=oneshot'*) [ "$state" = inactive ] || explain ;;
  *) explain ;;
esac