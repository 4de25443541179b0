import { hereDocument } from "../../src/resources/here-document.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";
import { etcdctl, openEndpoints } from "./etcd-cluster.ts";
import { firstStart, markerFile } from "./paths.ts";

/** Seconds: to begin the log, for the others to let a member go or come, and until one that joins is well. */
const patience = { log: 30, change: 40, health: 90 } as const;

/** sh that starts a member whose data is there; it does not wait for the others. */
export const startAgainScript = `systemctl daemon-reload
systemctl enable etcd 2>/dev/null || exit 1
systemctl start etcd
`;

/** A member starts for the first time. */
export interface FirstStart {
  readonly dataDir: string;
  /** Its configuration without what is said of the cluster's beginning. */
  readonly foundation: string;
}

/** sh that starts the first members of a cluster, or one that is in its list already; it does not wait for the others. */
export function firstStartScript(start: FirstStart, initial: string, state: "new" | "existing"): string {
  return `${begin(start)}lab_begin ${shQuote(initial)} ${state}\n`;
}

/** What a member that is to be added needs to know of the cluster. */
export interface Addition extends FirstStart {
  readonly name: string;
  readonly peerUrl: string;
  /** Client URLs of the other members. */
  readonly endpoints: readonly string[];
  /** Id of the same member from before it lost its data; null where it is new. */
  readonly lost: string | null;
}

/** sh that adds this host's member to the running cluster, starts it, and waits until it is well; else it is taken out again. */
export function additionScript(addition: Addition): string {
  const { name, peerUrl, endpoints, lost } = addition;
  const remove = lost === null ? "" : `lab_patiently member remove ${shQuote(lost)} >/dev/null || exit 1\n`;
  return `${begin(addition)}${openEndpoints}${patiently}lab_at=$(lab_endpoints ${endpoints.map(shQuote).join(" ")})
if [ -z "$lab_at" ]; then echo "no member of etcd answers" >&2; exit 1; fi
systemctl stop etcd 2>/dev/null
${remove}lab_said=$(lab_patiently member add ${shQuote(name)} --peer-urls=${shQuote(peerUrl)}) || exit 1
lab_id=$(printf '%s\\n' "$lab_said" | sed -n 's/^Member \\([0-9a-f]*\\) added .*/\\1/p')
lab_initial=$(printf '%s\\n' "$lab_said" | sed -n 's/^ETCD_INITIAL_CLUSTER="\\(.*\\)"$/\\1/p')
if ! (lab_begin "$lab_initial" existing); then
  systemctl stop etcd
  lab_patiently member remove "$lab_id" >&2
  exit 1
fi
${waitForHealth(patience.health)}`;
}

/** etcd refuses a change of its members for some seconds after one of them has come back. */
const patiently = `lab_patiently() {
  lab_deadline=$(($(date +%s) + ${patience.change}))
  until lab_answer=$(${etcdctl} --endpoints="$lab_at" "$@" 2>&1); do
    if [ "$(date +%s)" -ge "$lab_deadline" ]; then printf '%s\\n' "$lab_answer" >&2; return 1; fi
    sleep 1
  done
  printf '%s\\n' "$lab_answer"
}
`;

/**
 * Defines `lab_begin INITIAL STATE`: etcd reads both only as long as it has no log, so a file in memory holds them, and is
 * gone once there is one. Should the data be lost later, no restart founds a cluster.
 */
function begin({ dataDir, foundation }: FirstStart): string {
  const config = `${firstStart.folder}/etcd.conf.yml`;
  return `lab_log_exists() {
  for lab_log in ${shQuote(`${dataDir}/member/wal`)}/*.wal; do [ -e "$lab_log" ] && return; done
  return 1
}
lab_begin() {
  systemctl stop etcd 2>/dev/null
  umask 022
  mkdir -p ${firstStart.folder} && chmod 0755 ${firstStart.folder} || return
  cat >${config} ${hereDocument(foundation)}
  printf 'initial-cluster: "%s"\\ninitial-cluster-state: %s\\n' "$1" "$2" >>${config}
  echo CONFIG_FILE=${config} >${firstStart.environment}
  systemctl daemon-reload
  systemctl enable etcd 2>/dev/null && systemctl start etcd || { rm -rf ${firstStart.folder}; return 1; }
  lab_left=${patience.log}
  until lab_log_exists; do
    lab_left=$((lab_left - 1))
    if [ "$lab_left" -le 0 ]; then
      echo "etcd did not begin its log:" >&2
      journalctl -u etcd -n 20 --no-pager >&2 2>/dev/null
      systemctl stop etcd
      rm -rf ${firstStart.folder}
      return 1
    fi
    sleep 1
  done
  rm -rf ${firstStart.folder}
}
`;
}

/** sh that waits until the member here can read with a majority; says on stderr what etcd said where it cannot. */
export function waitForHealth(seconds: number): string {
  return `lab_deadline=$(($(date +%s) + ${seconds}))
until lab_said=$(${etcdctl} --endpoints=https://127.0.0.1:2379 endpoint health 2>&1); do
  if [ "$(date +%s)" -ge "$lab_deadline" ]; then
    printf 'etcd is not healthy: %s\\n' "$lab_said" >&2
    journalctl -u etcd -n 20 --no-pager >&2 2>/dev/null
    exit 1
  fi
  sleep 1
done
`;
}

/** sh that takes a first start back: the data that it has made is kept aside, because it may be all that there is. */
export function undoFirstStart(dataDir: string): string {
  const data = shQuote(`${dataDir}/member`);
  return `systemctl disable --now etcd 2>/dev/null
rm -rf ${firstStart.folder} ${markerFile}
if [ -e ${data} ]; then mv ${data} ${shQuote(`${dataDir}-undone`)}-"$(date +%s)"; fi
`;
}

/** The same for a member that was added: first the others are told that it leaves. */
export function undoAddition({ name, endpoints, dataDir }: Addition): string {
  return `${openEndpoints}lab_at=$(lab_endpoints ${endpoints.map(shQuote).join(" ")})
lab_id=$(${etcdctl} --endpoints="$lab_at" member list 2>/dev/null | sed -n ${shQuote(`s/^\\([0-9a-f]*\\), [a-z]*, ${name}, .*/\\1/p`)})
if [ -n "$lab_id" ]; then ${etcdctl} --endpoints="$lab_at" member remove "$lab_id" >/dev/null || exit 1; fi
${undoFirstStart(dataDir)}`;
}
