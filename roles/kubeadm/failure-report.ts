import { attemptFolder } from "../../src/kubernetes/attempt.ts";

/**
 * sh functions that keep and show why kubeadm failed. `lab_save_logs FORMAT` writes what was said since the
 * attempt began (`lab_save_logs all`: the last lines, whenever) to `$lab_logs`. `lab_report WHAT CODE STATE` prints the ends of them to
 * stderr, what weighs most last: a failure shows the last forty lines.
 */
export const failureReport = `lab_journal() {
  case $2 in
    all) journalctl -q -u "$1" -n 2000 --no-pager -o short-iso 2>/dev/null ;;
    *) journalctl -q -u "$1" --since "@$lab_since" --no-pager -o "$2" 2>/dev/null ;;
  esac
}
lab_save_logs() {
  mkdir -p "$lab_logs" && chmod 700 "$lab_logs" || return 1
  for lab_unit in kubelet containerd; do lab_journal "$lab_unit" "$1" >"$lab_logs/$lab_unit.log"; done
  cp ${attemptFolder}/output "$lab_logs/kubeadm.log" 2>/dev/null || :
  cp "$lab_work/errors" "$lab_logs/kubeadm-errors.log" 2>/dev/null || :
  # Of the pods of the control plane: what the API server says when it does not start.
  if [ -n "\${lab_new_pod_logs-}" ] && [ -d /var/log/pods ]; then cp -R /var/log/pods "$lab_logs/pods" 2>/dev/null || :; fi
}
lab_show() {
  [ -z "$2" ] || printf '%s\\n%s\\n' "$1" "$2" >&2
}
lab_report() {
  lab_show 'kubelet:' "$(lab_journal kubelet cat | tail -n 8)"
  lab_show 'containerd:' "$(lab_journal containerd cat | tail -n 4)"
  lab_show 'kubeadm:' "$(tail -n 4 ${attemptFolder}/output 2>/dev/null || tail -n 4 "$lab_logs/kubeadm.log" 2>/dev/null)"
  tail -n 16 "$lab_work/errors" >&2
  grep '^etcd still counts' "$lab_logs/reset.log" >&2
  if [ "$3" -eq 0 ]; then lab_state='the host is as it was before'
  else
    tail -n 3 "$lab_logs/reset.log" >&2
    lab_state='not all of it could be taken back, and the next run begins with a reset'
  fi
  echo "$1 failed with exit code $2: $lab_state. All logs: $lab_logs" >&2
}
`;
