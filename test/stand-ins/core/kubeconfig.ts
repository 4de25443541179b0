import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { type Fields, type Json, listAt, textAt } from "./json.ts";

/** What a client needs to reach an API server. */
export interface Access {
  readonly server: string;
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly token: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly serverName?: string | undefined;
}

/** Text of a kubeconfig with one cluster, user and context, as kubeadm writes it. */
export function renderKubeconfig(options: {
  readonly cluster: string;
  readonly user: string;
  readonly server: string;
  readonly ca: string;
  readonly credentials: Fields;
}): string {
  const { cluster, user } = options;
  const context = `${user}@${cluster}`;
  return stringify(
    {
      apiVersion: "v1",
      clusters: [
        {
          cluster: { "certificate-authority-data": base64(options.ca), server: options.server },
          name: cluster,
        },
      ],
      contexts: [{ context: { cluster, user }, name: context }],
      "current-context": context,
      kind: "Config",
      preferences: {},
      users: [{ name: user, user: options.credentials }],
    },
    { lineWidth: 0 },
  );
}

/** Reads a kubeconfig's current context, or the one that is named; throws what readFileSync throws. */
export function readAccess(path: string, contextName?: string): Access {
  return accessOf(parse(readFileSync(path, "utf8")), contextName);
}

/** Reads the access out of a parsed kubeconfig. */
export function accessOf(config: Json, contextName?: string): Access {
  const wanted = contextName ?? textAt(config, "current-context");
  const context = named(config, "contexts", wanted);
  const cluster = named(config, "clusters", textAt(context, "context", "cluster"));
  const user = named(config, "users", textAt(context, "context", "user"));
  return {
    server: textAt(cluster, "cluster", "server"),
    ca: dataOrFile(cluster, "cluster", "certificate-authority"),
    cert: dataOrFile(user, "user", "client-certificate"),
    key: dataOrFile(user, "user", "client-key"),
    token: textAt(user, "user", "token") || undefined,
    insecure: textAt(cluster, "cluster", "insecure-skip-tls-verify") === "true",
    serverName: textAt(cluster, "cluster", "tls-server-name") || undefined,
  };
}

/** Base64 of a text. */
export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** The text in base64. */
export function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString();
}

function named(config: Json, list: string, name: string): Json {
  return listAt(config, list).find((one) => textAt(one, "name") === name) ?? null;
}

function dataOrFile(value: Json, part: string, field: string): string | undefined {
  const data = textAt(value, part, `${field}-data`);
  if (data !== "") return fromBase64(data);
  const path = textAt(value, part, field);
  return path === "" ? undefined : readFileSync(path, "utf8");
}
