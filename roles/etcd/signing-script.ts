import { isIP } from "node:net";
import { hereDocument } from "../../src/resources/here-document.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";
import { authority } from "./paths.ts";

/** A certificate that the authority on the same host is to sign. */
export interface SigningRequest {
  /** Where certificate and key go. */
  readonly certificate: string;
  readonly key: string;
  readonly commonName: string;
  /** Names and addresses of a server; none for what is a client only. */
  readonly names: readonly string[];
  readonly days: number;
  /** Owner of the key. */
  readonly owner: string;
}

/** Days that an authority is valid. */
const authorityDays = 3650;

const begin = `umask 077
lab_work=$(mktemp -d /run/lab-etcd-pki.XXXXXX) || exit 1
trap 'rm -rf "$lab_work"' EXIT
cd "$lab_work" || exit 1
lab_openssl() {
  openssl "$@" </dev/null >"$lab_work/said" 2>&1 || { cat "$lab_work/said" >&2; return 1; }
}
`;

/** sh that makes the authority: a key that never leaves the hosts of etcd, and its certificate. */
export const authorityScript = `${begin}cat >"$lab_work/ca.cnf" ${hereDocument(`[req]
prompt = no
distinguished_name = name
x509_extensions = authority
[name]
CN = etcd-ca
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, digitalSignature, keyEncipherment, keyCertSign
subjectKeyIdentifier = hash
`)}
lab_openssl genrsa -out "$lab_work/ca.key" 2048 || exit 1
lab_openssl req -x509 -new -sha256 -key "$lab_work/ca.key" -days ${authorityDays} -config "$lab_work/ca.cnf" \\
  -out "$lab_work/ca.crt" || exit 1
chmod 0644 "$lab_work/ca.crt"
mv "$lab_work/ca.key" ${authority.key} && mv "$lab_work/ca.crt" ${authority.certificate}
`;

/**
 * sh that lets the authority on the same host sign each request, with the key that is there, else with a new one. Files are
 * put in place whole, the certificate last. Keys are in no argument, and leave the host by nothing in it.
 */
export function signingScript(requests: readonly SigningRequest[]): string {
  return `${begin}lab_sign() { # certificate, key, common name, days, owner
  if ! openssl pkey -in "$2" -noout </dev/null >/dev/null 2>&1; then
    lab_openssl genrsa -out "$lab_work/new.key" 2048 || return
    chown "$5" "$lab_work/new.key" && mv "$lab_work/new.key" "$2" || return
  fi
  lab_openssl req -new -sha256 -key "$2" -subj "/CN=$3" -config "$lab_work/leaf.cnf" -out "$lab_work/new.csr" || return
  lab_openssl x509 -req -sha256 -in "$lab_work/new.csr" -CA ${authority.certificate} -CAkey ${authority.key} \\
    -set_serial "0x$(openssl rand -hex 16)" -days "$4" -extfile "$lab_work/leaf.cnf" -extensions leaf \\
    -out "$lab_work/new.crt" || return
  chmod 0644 "$lab_work/new.crt" && mv "$lab_work/new.crt" "$1"
}
${requests.map(sign).join("")}`;
}

function sign({ certificate, key, commonName, names, days, owner }: SigningRequest): string {
  const words = [certificate, key, commonName, String(days), owner].map(shQuote).join(" ");
  return `cat >"$lab_work/leaf.cnf" ${hereDocument(leafConfiguration(names))}
lab_sign ${words} || exit 1
`;
}

function leafConfiguration(names: readonly string[]): string {
  const alternative = names.map((name) => (isIP(name) > 0 ? `IP:${name}` : `DNS:${name}`)).join(", ");
  const lines = [
    "[req]",
    "prompt = no",
    "distinguished_name = name",
    "[name]",
    "[leaf]",
    "basicConstraints = critical, CA:false",
    "keyUsage = critical, digitalSignature, keyEncipherment",
    `extendedKeyUsage = ${names.length > 0 ? "serverAuth, clientAuth" : "clientAuth"}`,
    "authorityKeyIdentifier = keyid",
    ...(names.length > 0 ? [`subjectAltName = ${alternative}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}
