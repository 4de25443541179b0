import { parseDocument, stringify } from "yaml";
import { isMapping } from "../input/mapping.ts";
import { listAt, textAt } from "./health/object-fields.ts";
import { mappingAt } from "./manifest-objects.ts";

/** What a cluster is called in kubeconfigs, and how it is reached from where they are used. */
export interface KubeconfigNames {
  /** Of cluster and context; the user is NAME-admin. */
  readonly name: string;
  /** URL of the API server, instead of the one that nodes use. */
  readonly server?: string;
  /** The name that the server's certificate holds, where the URL has another one. */
  readonly tlsServerName?: string;
}

/** Why a file is no kubeconfig that can be used elsewhere. */
export interface KubeconfigProblem {
  readonly problem: string;
}

/**
 * The kubeconfig of an administrator, as kubeadm writes it, with names that no other cluster has: there every cluster is
 * called "kubernetes". The same input gives the same text. Pure.
 */
export function labKubeconfig(text: string, names: KubeconfigNames): string | KubeconfigProblem {
  const document = parseDocument(text);
  const [mistake] = document.errors;
  if (mistake) return { problem: `it is no valid YAML: ${mistake.message}` };
  const config: unknown = document.toJS();
  const context = entryOf(config, "contexts", textAt(config, "current-context"));
  const cluster = entryOf(config, "clusters", textAt(context, "context", "cluster"));
  const user = entryOf(config, "users", textAt(context, "context", "user"));
  if (!cluster || !user) return { problem: "its current context names no cluster or no user" };
  const elsewhere = [...filesOf(cluster.cluster), ...filesOf(user.user)];
  if (elsewhere.length > 0) return { problem: `it names files of the host: ${elsewhere.join(", ")}` };
  return stringify(renamed(cluster, user, names), { lineWidth: 0, aliasDuplicateObjects: false });
}

function renamed(
  cluster: Readonly<Record<string, unknown>>,
  user: Readonly<Record<string, unknown>>,
  { name, server, tlsServerName }: KubeconfigNames,
) {
  const admin = `${name}-admin`;
  const reached = {
    ...mappingAt(cluster, "cluster"),
    ...(server === undefined ? {} : { server }),
    ...(tlsServerName === undefined ? {} : { "tls-server-name": tlsServerName }),
  };
  // Tells lab's entries from those of others, where they are merged (NamedExtension of clientcmd/api/v1).
  const signed = { extensions: [{ name: "lab", extension: { cluster: name } }] };
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { ...reached, ...signed } }],
    users: [{ name: admin, user: { ...mappingAt(user, "user"), ...signed } }],
    contexts: [{ name, context: { cluster: name, user: admin, ...signed } }],
    "current-context": name,
  };
}

function entryOf(config: unknown, list: string, name: string): Readonly<Record<string, unknown>> | undefined {
  return listAt(config, list)
    .filter(isMapping)
    .find((entry) => entry.name === name);
}

/** Credentials that are kept beside the file and not in it. */
function filesOf(entry: unknown): string[] {
  return ["certificate-authority", "client-certificate", "client-key", "tokenFile"]
    .map((field) => textAt(entry, field))
    .filter((path) => path !== "");
}
