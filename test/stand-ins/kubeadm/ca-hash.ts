import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { pkiFolder } from "./pki.ts";

/** "sha256:…" of the public key of a CA certificate; by default of this host's. */
export function caHash(certificate?: string): string {
  const pem = certificate ?? readFileSync(`${pkiFolder}/ca.crt`, "utf8");
  const key = new X509Certificate(pem).publicKey.export({ type: "spki", format: "der" });
  return `sha256:${createHash("sha256").update(key).digest("hex")}`;
}
