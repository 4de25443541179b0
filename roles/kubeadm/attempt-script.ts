import { attemptFolder } from "../../src/kubernetes/attempt.ts";
import { kubeadmConfigScript } from "../../src/kubernetes/config/kubeadm-config-script.ts";
import type { KubeadmRequest } from "../../src/kubernetes/config/kubeadm-request.ts";
import { resetScript } from "../../src/kubernetes/reset-script.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";
import { failureReport } from "./failure-report.ts";
import { putAside, putKeptBack, rememberScript } from "./remember-script.ts";

/** One try to make a host a node. */
export interface Attempt {
  readonly request: KubeadmRequest;
  /** Words after `kubeadm init --config FILE`; nothing secret. */
  readonly flags: readonly string[];
  /** Seconds that kubeadm itself may take. */
  readonly patienceSeconds: number;
  /** What stands on the host is no node, and is reset first; null where nothing stands there. */
  readonly reset: { readonly putsDataAside: boolean } | null;
  /** Files that belong there before kubeadm comes, and that a reset would take: an external etcd's certificates. */
  readonly keep: readonly string[];
  /** sh that makes way for the host itself in the cluster, before it is reset. */
  readonly yieldPlace: string;
  /** sh that must succeed before anything is changed. */
  readonly before: string;
  /** sh that runs right before kubeadm, once everything is remembered. */
  readonly prepare: string;
  /** sh that must succeed for the attempt to count. */
  readonly finish: string;
  /** sh that runs where the attempt failed, before the reset. */
  readonly abandon: string;
}

/** Folder of an attempt, on a file system in memory: its configuration may hold a token. */
export const workFolder = "/run/lab/kubeadm";
const configPath = `${workFolder}/config.yaml`;

/**
 * sh that makes a host a node, or leaves it as it was: the configuration is written and checked, what stands there is
 * remembered, kubeadm runs; where it fails its logs are kept and shown, the host is reset, what was there is put back, and the
 * script ends with kubeadm's exit code. The configuration is removed in any case.
 */
export function attemptScript(attempt: Attempt): string {
  const { request, flags, before, prepare, finish, abandon, patienceSeconds } = attempt;
  const kubeadm = [request.kind, `--config=${configPath}`, ...flags].map(shQuote).join(" ");
  return `${begin}${before}
# What kubeadm would not take is known before anything is changed.
${kubeadmConfigScript(request, configPath)}
kubeadm config validate --config=${configPath} >"$lab_work/validated" 2>&1 || { cat "$lab_work/validated" >&2; exit 1; }
lab_reset() (
${resetScript()})
${failureReport}${rememberScript}${resetFirst(attempt)}lab_remember || exit 1
mkdir -p ${attemptFolder} || exit 1
echo ${request.kind} >${attemptFolder}/name && : >${attemptFolder}/output || exit 1
${prepare}
# The exit code of a pipe is that of its end, so it passes through a file.
{
  lab_code=0
  timeout -k 30 ${patienceSeconds} kubeadm ${kubeadm} 2>"$lab_work/errors" </dev/null || lab_code=$?
  echo "$lab_code" >"$lab_work/code"
} | tee ${attemptFolder}/output
lab_code=$(cat "$lab_work/code" 2>/dev/null) || lab_code=1
lab_finish() {
${finish}
}
if [ "$lab_code" -eq 0 ]; then
  if lab_finish 2>>"$lab_work/errors"; then
    rm -rf ${attemptFolder}
    cat "$lab_work/errors" >&2
    exit 0
  fi
  lab_code=1
elif [ "$lab_code" -eq 124 ]; then
  echo "kubeadm ${request.kind} took longer than ${patienceSeconds} s and was ended" >>"$lab_work/errors"
fi
lab_save_logs short-iso
{
${abandon}
} >/dev/null 2>&1
lab_reset >>"$lab_logs/reset.log" 2>&1 && lab_put_back
lab_state=$?
lab_report 'kubeadm ${request.kind}' "$lab_code" "$lab_state"
exit "$lab_code"
`;
}

const begin = `umask 022
lab_work=${workFolder}
lab_since=$(date +%s)
lab_logs=/var/log/lab/kubeadm-$(date -u +%Y%m%dT%H%M%SZ)
rm -rf "$lab_work"
mkdir -p /run/lab && mkdir -m 700 "$lab_work" || exit 1
trap 'rm -rf "$lab_work"' EXIT
trap 'exit 143' TERM HUP INT
`;

function resetFirst({ reset, keep, yieldPlace }: Attempt): string {
  if (reset === null) return "";
  return `lab_save_logs all
${putAside(keep)}${yieldPlace}${reset.putsDataAside ? putDataAside : ""}lab_reset >"$lab_logs/reset.log" 2>&1 || { cat "$lab_logs/reset.log" >&2; exit 1; }
${putKeptBack(keep)}echo "what was left of an earlier attempt is reset; its logs are in $lab_logs"
lab_logs=$lab_logs-again
`;
}

/** Nobody knows whose data that is: it may be all that is left of a cluster. */
const putDataAside = `systemctl stop kubelet 2>/dev/null || :
if [ -e /var/lib/etcd/member ]; then
  mv /var/lib/etcd "/var/lib/etcd-until-\${lab_logs##*kubeadm-}" || exit 1
  echo "the data of etcd is kept in /var/lib/etcd-until-\${lab_logs##*kubeadm-}"
fi
`;
