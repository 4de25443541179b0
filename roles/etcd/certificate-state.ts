import { createPublicKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { probeOf } from "../../src/resources/probe.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** Paths of a certificate, its key, and the authority that is to have signed it. */
export interface CertificateQuery {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

/** What stands there. Keys stay on the host: of a key only its public half is told. */
export interface CertificateState {
  /** The host's clock, in ms since 1970. */
  readonly now: number;
  /** PEM; null where there is none. */
  readonly certificate: string | null;
  readonly authority: string | null;
  readonly publicKey: string | null;
}

/** Asks for a certificate. Cost: one process of openssl where there is a key. */
export const certificateState = probeOf(
  {
    name: "signed certificate",
    script: (queries: readonly CertificateQuery[]) => queries.map(question).join(""),
    parse: (stdout, queries) => {
      const answers = stdout.split(/^query=/m).slice(1);
      return queries.map((_, index) => parseCertificateState(answers[index] ?? ""));
    },
  },
  ({ certificate }) => certificate,
);

function question({ certificate, key, authority }: CertificateQuery): string {
  return `echo "query=$(date +%s)"
cat ${shQuote(certificate)} 2>/dev/null || :
echo authority
cat ${shQuote(authority)} 2>/dev/null || :
echo key
if [ -s ${shQuote(key)} ]; then openssl pkey -in ${shQuote(key)} -pubout 2>/dev/null </dev/null || :; fi
`;
}

/** Reads the answer to one question, from behind "query=". Pure. */
export function parseCertificateState(text: string): CertificateState {
  const [, now = "0", certificate = "", authority = "", key = ""] =
    /^(\d+)\n(.*?)^authority\n(.*?)^key\n(.*)/ms.exec(text) ?? [];
  const pem = (part: string) => /-----BEGIN .+?-----END [^\n]+/s.exec(part)?.[0] ?? null;
  return {
    now: Number(now) * 1000,
    certificate: pem(certificate),
    authority: pem(authority),
    publicKey: pem(key),
  };
}

/** What a certificate is to be good for. */
export interface CertificateWish {
  /** Names and addresses in it; none for a client's. */
  readonly names: readonly string[];
  /** Days that it must still be valid. */
  readonly daysLeft: number;
}

/** Why a certificate has to be made anew: "ends in 12 days"; null where it is good. Pure. */
export function certificateFault(
  state: CertificateState,
  { names, daysLeft }: CertificateWish,
): string | null {
  if (state.certificate === null) return "is not there";
  if (state.authority === null) return "has no authority";
  try {
    const certificate = new X509Certificate(state.certificate);
    const authority = new X509Certificate(state.authority);
    if (!certificate.checkIssued(authority) || !certificate.verify(authority.publicKey)) {
      return "is of another authority";
    }
    if (state.publicKey === null || !isKeyOf(certificate, state.publicKey)) return "does not fit its key";
    const days = Math.floor((Date.parse(certificate.validTo) - state.now) / 86_400_000);
    if (days < daysLeft) return days < 0 ? "has ended" : `ends in ${days} days`;
    const missing = names.filter((name) => !isNamed(certificate, name));
    return missing.length === 0 ? null : `does not name ${missing.join(", ")}`;
  } catch {
    return "cannot be read";
  }
}

function isNamed(certificate: X509Certificate, name: string): boolean {
  const found = isIP(name) > 0 ? certificate.checkIP(name) : certificate.checkHost(name);
  return found !== undefined;
}

function isKeyOf(certificate: X509Certificate, publicKey: string): boolean {
  return certificate.publicKey.equals(createPublicKey(publicKey));
}
