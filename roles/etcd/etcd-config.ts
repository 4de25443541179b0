import { stringify } from "yaml";
import { InputError } from "../../src/errors.ts";
import { etcdPki } from "../../src/kubernetes/etcdctl.ts";
import type { Member } from "./members.ts";
import { authority } from "./paths.ts";

/** What the configuration of a member follows from. */
export interface EtcdConfigRequest {
  readonly cluster: string;
  readonly member: Member;
  readonly dataDir: string;
  /** Keys of etcd's configuration file; they count more than those of lab, null takes one away. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** Decided by lab at each start: a wrong value makes a second cluster, or loses a member. */
const reserved = [
  "name",
  "data-dir",
  "wal-dir",
  "initial-cluster",
  "initial-cluster-state",
  "force-new-cluster",
];

/**
 * The file that etcd is started with. It says that the cluster exists, so that a member which has lost its data waits instead
 * of founding another cluster. Throws InputError for a key that is not the user's to set.
 */
export function etcdConfig(request: EtcdConfigRequest): string {
  const { name, peerUrl } = request.member;
  return `${foundation(request)}${stringify({
    "initial-cluster": `${name}=${peerUrl}`,
    "initial-cluster-state": "existing",
  })}`;
}

/** The same without what is said of the cluster's beginning: `initial-cluster` and `initial-cluster-state`. */
export function foundation({ cluster, member, dataDir, configuration }: EtcdConfigRequest): string {
  const taken = reserved.find((key) => key in configuration);
  if (taken !== undefined) {
    throw new InputError({
      message: `"${taken}" of etcd's configuration is set by lab`,
      hint: taken === "data-dir" ? 'write the argument "data_dir"' : `leave "${taken}" out`,
    });
  }
  const { name, peerUrl, clientUrl } = member;
  const own = {
    name,
    "data-dir": dataDir,
    "listen-peer-urls": peerUrl,
    "listen-client-urls": `https://127.0.0.1:2379,${clientUrl}`,
    "listen-metrics-urls": "http://127.0.0.1:2381",
    "initial-advertise-peer-urls": peerUrl,
    "advertise-client-urls": clientUrl,
    "initial-cluster-token": cluster,
    "client-transport-security": security("server"),
    "peer-transport-security": security("peer"),
    ...configuration,
  };
  const kept = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null));
  return `# Managed by lab: changes made here are overwritten.\n${stringify(kept, { lineWidth: 0 })}`;
}

function security(name: "server" | "peer") {
  return {
    "client-cert-auth": true,
    "trusted-ca-file": authority.certificate,
    "cert-file": `${etcdPki}/${name}.crt`,
    "key-file": `${etcdPki}/${name}.key`,
  };
}
