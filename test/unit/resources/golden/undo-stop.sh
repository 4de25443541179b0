[ "$(systemctl show -p NeedDaemonReload --value -- 'demo.service')" = no ] || systemctl daemon-reload || exit
systemctl reset-failed -- 'demo.service' 2>/dev/null
explain() {
  printf '%s is %s; its last lines:\n' 'demo.service' "$(systemctl is-active -- 'demo.service')" >&2
  journalctl -u "$(systemctl show -p Id --value -- 'demo.service')" -n 20 --no-pager >&2
  exit 1
}
systemctl start -- 'demo.service' || explain
left=90
state=$(systemctl is-active -- 'demo.service')
while [ "$state" = activating ] && [ "$left" -gt 0 ]; do
  sleep 1
  left=$((left - 1))
  state=$(systemctl is-active -- 'demo.service')
done
case $state in active | reloading | refreshing) exit 0 ;; esac
case $(systemctl show -p Type,RemainAfterExit,Result,ConditionResult -- 'demo.service' | sort | tr '\n' ' ') in
  *ConditionResult=no*) echo 'demo.service was not started: a condition of the unit is not met' >&2; exit 1 ;;
  *'RemainAfterExit=no Result=success Type=oneshot'*) [ "$state" = inactive ] || explain ;;
  *) explain ;;
esac
