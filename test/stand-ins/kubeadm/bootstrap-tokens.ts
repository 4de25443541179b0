import { randomBytes } from "node:crypto";
import type { ApiClient } from "../core/api-client.ts";
import { base64 } from "../core/kubeconfig.ts";

const system = "/api/v1/namespaces/kube-system";

/** A bootstrap token as it is asked for; a life of 0 has no end. */
export interface TokenWish {
  readonly token?: string;
  readonly ttlMs: number;
  readonly usages: readonly string[];
  readonly groups: readonly string[];
  readonly description: string;
}

/** Makes a bootstrap token and returns it. */
export async function createToken(api: ApiClient, wish: TokenWish): Promise<string> {
  const token = wish.token ?? newToken();
  const [id = "", secret = ""] = token.split(".");
  const expiration =
    wish.ttlMs === 0
      ? {}
      : { expiration: base64(new Date(Date.now() + wish.ttlMs).toISOString().replace(/\.\d+Z/, "Z")) };
  const data = {
    "token-id": base64(id),
    "token-secret": base64(secret),
    ...expiration,
    ...(wish.description === "" ? {} : { description: base64(wish.description) }),
    ...(wish.groups.length === 0 ? {} : { "auth-extra-groups": base64(wish.groups.join(",")) }),
    ...Object.fromEntries(wish.usages.map((usage) => [`usage-bootstrap-${usage}`, base64("true")])),
  };
  const metadata = { name: `bootstrap-token-${id}`, namespace: "kube-system" };
  await api.put(`${system}/secrets`, {
    apiVersion: "v1",
    kind: "Secret",
    type: "bootstrap.kubernetes.io/token",
    metadata,
    data,
  });
  return token;
}

/** A token nobody knows. */
export function newToken(): string {
  const letters = (count: number): string =>
    [...randomBytes(count)].map((byte) => "abcdefghijklmnopqrstuvwxyz0123456789".charAt(byte % 36)).join("");
  return `${letters(6)}.${letters(16)}`;
}
