import { etcdPki } from "../../src/kubernetes/etcdctl.ts";
import { fieldAt, listAt, textAt } from "../../src/kubernetes/health/object-fields.ts";
import { probeOf } from "../../src/resources/probe.ts";
import { authority } from "./paths.ts";

/** A member as the running cluster knows it. */
export interface ListedMember {
  /** Hexadecimal, as `etcdctl member remove` takes it. */
  readonly id: string;
  /** Empty where it was added and has never started. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  /** A member tells them when it starts for the first time: none means that it never did. */
  readonly clientUrls: readonly string[];
  readonly isHealthy: boolean;
}

/** What the network says of a cluster of etcd. */
export interface EtcdCluster {
  /** The host has etcdctl and certificates; else nobody was asked. */
  readonly canAsk: boolean;
  /** Those of the asked endpoints that answered, and the id of the cluster that each belongs to. */
  readonly clusterIds: Readonly<Record<string, string>>;
  /** Null where none answers, or there is no majority. */
  readonly members: readonly ListedMember[] | null;
}

/** etcdctl with the certificates of the member here; endpoints are named by the caller. */
export const etcdctl = `ETCDCTL_API=3 etcdctl --cacert=${authority.certificate} --cert=${etcdPki}/healthcheck-client.crt --key=${etcdPki}/healthcheck-client.key --dial-timeout=2s --command-timeout=5s`;

/** sh: the endpoints, of those given, at which something speaks TLS with us, separated by commas. Takes up to 2 s. */
export const openEndpoints = `lab_open() {
  for lab_url in "$@"; do
    (
      timeout 2 openssl s_client -connect "\${lab_url#https://}" -CAfile ${authority.certificate} \\
        -cert ${etcdPki}/healthcheck-client.crt -key ${etcdPki}/healthcheck-client.key </dev/null >/dev/null 2>&1 &&
        echo "$lab_url"
    ) &
  done
  wait
}
lab_endpoints() { lab_open "$@" | sort | tr '\\n' ',' | sed 's/,$//'; }
`;

/** Asks members at their client URLs, from this host. Cost: 2 s where none answers, else three calls of etcdctl. */
export const etcdCluster = probeOf(
  {
    name: "etcd cluster",
    isShared: true,
    script: (queries: readonly { readonly endpoints: readonly string[] }[]) =>
      `${openEndpoints}${queries.map(question).join("")}`,
    parse: (stdout, queries) => {
      const answers = stdout.split(/^cluster\n/m).slice(1);
      return queries.map((_, index) => parseEtcdCluster(answers[index] ?? ""));
    },
  },
  ({ endpoints }) => endpoints.join(","),
);

function question({ endpoints }: { readonly endpoints: readonly string[] }): string {
  return `echo cluster
if command -v etcdctl >/dev/null 2>&1 && [ -s ${etcdPki}/healthcheck-client.crt ]; then
  echo able
  lab_at=$(lab_endpoints ${endpoints.map((url) => `'${url}'`).join(" ")})
  if [ -n "$lab_at" ]; then
    ${etcdctl} --endpoints="$lab_at" endpoint status -w json 2>/dev/null || :
    echo
    ${etcdctl} --endpoints="$lab_at" member list -w json 2>/dev/null || :
    echo
    ${etcdctl} --endpoints="$lab_at" endpoint health --cluster -w json 2>/dev/null || :
    echo
  fi
fi
`;
}

/** Reads what etcdctl 3.4 to 3.6 prints: the status of endpoints, the members, their health. Pure. */
export function parseEtcdCluster(text: string): EtcdCluster {
  const documents = text.split("\n").flatMap(jsonOf);
  const lists = documents.filter((one) => Array.isArray(one));
  const statuses = lists.flat().filter((one) => fieldAt(one, "Status") !== undefined);
  const healthy = lists.flat().filter((one) => fieldAt(one, "health") === true);
  const members = listAt(
    documents.find((one) => fieldAt(one, "members") !== undefined),
    "members",
  );
  const isUp = new Set(healthy.map((one) => textAt(one, "endpoint")));
  return {
    canAsk: text.split("\n").includes("able"),
    clusterIds: Object.fromEntries(
      statuses.map((one) => [textAt(one, "Endpoint"), hexOf(textAt(one, "Status", "header", "cluster_id"))]),
    ),
    members: members.length === 0 ? null : members.map((member) => listedMember(member, isUp)),
  };
}

function listedMember(member: unknown, isUp: ReadonlySet<string>): ListedMember {
  const texts = (key: string) => listAt(member, key).filter((one) => typeof one === "string");
  const clientUrls = texts("clientURLs");
  return {
    id: hexOf(textAt(member, "ID")),
    name: textAt(member, "name"),
    peerUrls: texts("peerURLs"),
    clientUrls,
    isHealthy: clientUrls.some((url) => isUp.has(url)),
  };
}

function hexOf(decimal: string): string {
  return decimal === "" ? "" : BigInt(decimal).toString(16);
}

/** Ids have 64 bits: as numbers of JavaScript they would lose their last digits. */
function jsonOf(line: string): unknown[] {
  if (!/^[[{]/.test(line)) return [];
  try {
    return [JSON.parse(line.replaceAll(/("(?:ID|member_id|cluster_id)"\s*:\s*)(\d+)/g, '$1"$2"'))];
  } catch {
    return [];
  }
}
