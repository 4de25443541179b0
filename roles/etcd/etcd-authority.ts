import { X509Certificate } from "node:crypto";
import { probeOf } from "../../src/resources/probe.ts";
import { authority } from "./paths.ts";

/** The authority of etcd on a host, by the SHA-256 of its certificate. */
export type EtcdAuthority =
  | { readonly kind: "none" }
  | { readonly kind: "there"; readonly fingerprint: string };

/** Asks for the authority of etcd on a host. Cost: one process. */
export const etcdAuthority = probeOf(
  {
    name: "etcd authority",
    isShared: true,
    script: () => `cat ${authority.certificate} 2>/dev/null || :\n`,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const found = parseEtcdAuthority(stdout);
      return queries.map(() => found);
    },
  },
  () => "of the host",
);

/** Reads a certificate in PEM; what is there but no certificate is an authority that equals no other. Pure. */
export function parseEtcdAuthority(text: string): EtcdAuthority {
  if (text.trim() === "") return { kind: "none" };
  try {
    return { kind: "there", fingerprint: new X509Certificate(text).fingerprint256 };
  } catch {
    return { kind: "there", fingerprint: "unreadable" };
  }
}
