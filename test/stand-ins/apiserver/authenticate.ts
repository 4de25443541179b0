import { createHmac, timingSafeEqual } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { type Fields, textAt } from "../core/json.ts";
import { fromBase64 } from "../core/kubeconfig.ts";
import type { EtcdStore } from "./etcd-store.ts";
import { Refused } from "./status.ts";

/** Who asks. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** The user by client certificate or bootstrap token; anonymous where there is neither. Throws Refused (401). */
export async function authenticate(
  socket: TLSSocket,
  authorization: string,
  store: EtcdStore,
): Promise<User> {
  const token = /^Bearer (.+)$/.exec(authorization)?.[1];
  if (token !== undefined) return tokenUser(token, store);
  const certificate = socket.getPeerCertificate();
  if (Object.keys(certificate).length === 0)
    return { name: "system:anonymous", groups: ["system:unauthenticated"] };
  if (!socket.authorized) throw new Refused(401, "Unauthorized");
  const organisations = [certificate.subject.O ?? []].flat();
  return { name: String(certificate.subject.CN), groups: [...organisations, "system:authenticated"] };
}

async function tokenUser(token: string, store: EtcdStore): Promise<User> {
  const [, id = "", secret = ""] = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(token) ?? [];
  const found = id === "" ? null : await store.get(`/registry/secrets/kube-system/bootstrap-token-${id}`);
  const data = found === null ? null : tokenData(found.object);
  if (data === null || !same(data.secret, secret) || !data.usages.has("authentication") || data.isExpired) {
    throw new Refused(401, "Unauthorized");
  }
  const groups = ["system:bootstrappers", "system:authenticated", ...data.groups];
  return { name: `system:bootstrap:${id}`, groups };
}

/** What a bootstrap token's Secret says. */
export function tokenData(secret: Fields): {
  readonly id: string;
  readonly secret: string;
  readonly usages: ReadonlySet<string>;
  readonly groups: readonly string[];
  readonly isExpired: boolean;
} {
  const value = (name: string): string => fromBase64(textAt(secret, "data", name));
  const usages = ["authentication", "signing"].filter(
    (usage) => value(`usage-bootstrap-${usage}`) === "true",
  );
  const expiration = value("expiration");
  return {
    id: value("token-id"),
    secret: value("token-secret"),
    usages: new Set(usages),
    groups: value("auth-extra-groups")
      .split(",")
      .filter((group) => group !== ""),
    isExpired: expiration !== "" && Date.parse(expiration) <= Date.now(),
  };
}

/** The detached JWS by which the holder of a token knows that cluster-info is genuine. */
export function signClusterInfo(kubeconfig: string, id: string, secret: string): string {
  const header = Buffer.from(JSON.stringify({ alg: "HS256", kid: id })).toString("base64url");
  const payload = Buffer.from(kubeconfig).toString("base64url");
  const signature = createHmac("sha256", `${id}.${secret}`)
    .update(`${header}.${payload}`)
    .digest("base64url");
  return `${header}..${signature}`;
}

function same(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
