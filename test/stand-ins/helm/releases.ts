import { gunzipSync, gzipSync } from "node:zlib";
import type { ApiClient } from "../core/api-client.ts";
import { type Fields, isFields, type Json, listAt, parseJson, textAt } from "../core/json.ts";
import { base64, fromBase64 } from "../core/kubeconfig.ts";

const secrets = (namespace: string): string => `/api/v1/namespaces/${namespace}/secrets`;

/** Every revision that helm keeps, oldest first; of one namespace, or of all where it is null. */
export async function allRevisions(api: ApiClient, namespace: string | null): Promise<Fields[]> {
  const path = namespace === null ? "/api/v1/secrets" : secrets(namespace);
  const found = await api.get(`${path}?labelSelector=${encodeURIComponent("owner=helm")}`);
  return listAt(found, "items")
    .flatMap((secret) => unpack(secret))
    .sort((a, b) => Number(a.version) - Number(b.version));
}

/** The newest revision of a release; null where there is none. */
export async function lastRevision(api: ApiClient, namespace: string, name: string): Promise<Fields | null> {
  return (await allRevisions(api, namespace)).filter((release) => release.name === name).at(-1) ?? null;
}

/** Keeps a revision, as helm does: a Secret of type helm.sh/release.v1. */
export async function keepRevision(api: ApiClient, release: Fields): Promise<void> {
  const [name, namespace, version] = [
    textAt(release, "name"),
    textAt(release, "namespace"),
    textAt(release, "version"),
  ];
  const labels = { owner: "helm", name, status: textAt(release, "info", "status"), version };
  const packed = gzipSync(JSON.stringify(release)).toString("base64");
  await api.put(secrets(namespace), {
    apiVersion: "v1",
    kind: "Secret",
    type: "helm.sh/release.v1",
    metadata: { name: `sh.helm.release.v1.${name}.v${version}`, namespace, labels },
    data: { release: base64(packed) },
  });
}

/** Forgets a revision. */
export async function forgetRevision(api: ApiClient, release: Fields): Promise<void> {
  const namespace = textAt(release, "namespace");
  await api.call(
    "DELETE",
    `${secrets(namespace)}/sh.helm.release.v1.${textAt(release, "name")}.v${textAt(release, "version")}`,
  );
}

function unpack(secret: Json): Fields[] {
  const packed = fromBase64(textAt(secret, "data", "release"));
  if (packed === "") return [];
  const release = parseJson(gunzipSync(Buffer.from(packed, "base64")).toString());
  return isFields(release) ? [release] : [];
}
