import { hereDocument } from "../resources/here-document.ts";
import { shQuote } from "../resources/sh-quote.ts";

/** One reading request to an API server, and how long it may take. */
export interface ApiGet {
  /** "/api/v1/nodes/worker1" */
  readonly path: string;
  /** Host and port instead of the one in the kubeconfig; its CA is still the kubeconfig's. */
  readonly endpoint?: string;
  readonly seconds: number;
}

/**
 * sh that prints the JSON of one request, with the rights of a kubeconfig. Exactly one request: `kubectl get node NAME`
 * first asks five times which APIs there are, each time for as long as the limit says where nobody answers, and writes what
 * it learns to disk.
 */
export function apiGet(kubeconfig: string, { path, endpoint, seconds }: ApiGet): string {
  const server = endpoint === undefined ? [] : [`--server=https://${endpoint}`];
  const words = ["kubectl", `--kubeconfig=${kubeconfig}`, ...server, ...rawGet({ path, seconds })];
  return `${bounded(seconds)} ${words.map(shQuote).join(" ")} </dev/null`;
}

/**
 * sh that asks an API server as nobody in particular, and trusts any certificate: whether there is one, not what it says.
 * The user has a name because kubectl would ask for one; API servers know no passwords, and take it for anonymous.
 */
export function anonymousApiGet({ path, endpoint, seconds }: ApiGet & { readonly endpoint: string }): string {
  const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: any, cluster: {server: "https://${endpoint}", insecure-skip-tls-verify: true}}]
users: [{name: anonymous, user: {username: anonymous, password: anonymous}}]
contexts: [{name: any, context: {cluster: any, user: anonymous}}]
current-context: any
`;
  const words = ["kubectl", "--kubeconfig=/dev/stdin", ...rawGet({ path, seconds })];
  return `${bounded(seconds)} ${words.map(shQuote).join(" ")} ${hereDocument(kubeconfig)}`;
}

function rawGet({ path, seconds }: ApiGet): string[] {
  return [`--request-timeout=${seconds}s`, "get", "--raw", path];
}

/** The resolver's own patience is not part of the request's. */
function bounded(seconds: number): string {
  return `timeout ${seconds + 2}`;
}
