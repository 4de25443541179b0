import { X509Certificate } from "node:crypto";

/** A certificate of a node, and when it ends. */
export interface NodeCertificate {
  /** Where it is kept, below /etc/kubernetes: "pki/apiserver.crt", "admin.conf". */
  readonly name: string;
  /** In ms since 1970. */
  readonly endsAt: number;
}

/** Reads the first certificate of a PEM text; null where it holds none. Pure. */
export function readCertificate(name: string, pem: string): NodeCertificate | null {
  try {
    return { name, endsAt: Date.parse(new X509Certificate(pem).validTo) };
  } catch {
    return null;
  }
}

/** Whole days until a certificate ends; negative once it has. */
export function daysLeft({ endsAt }: NodeCertificate, now: number): number {
  return Math.floor((endsAt - now) / 86_400_000);
}

/** The certificate that ends first; null where there is none. */
export function firstToEnd(certificates: readonly NodeCertificate[]): NodeCertificate | null {
  return certificates.reduce<NodeCertificate | null>(
    (first, next) => (first && first.endsAt <= next.endsAt ? first : next),
    null,
  );
}
