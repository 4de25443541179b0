/** Why a request to an API server came to nothing. */
export interface ApiFailure {
  readonly kind: /** Nobody listens there. */
    | "refused"
    /** Nobody answers in time, or there is no way to the address. */
    | "silent"
    /** The name does not resolve. */
    | "no-name"
    /** The server's certificate is of another authority than the kubeconfig's. */
    | "other-ca"
    /** The server's certificate is of the right authority, and does not hold: its names, or its time. */
    | "certificate"
    /** The server does not accept who asks. */
    | "unauthorized"
    | "forbidden"
    | "not-found"
    /** Something else than a working API server answers. */
    | "other";
  /** In a few words, for a sentence that begins with the server: "refuses connections". */
  readonly message: string;
}

type Explain = (found: RegExpExecArray) => string;

/** As kubectl 1.28 to 1.33 says it on stderr; the first that fits. */
const failures: readonly (readonly [RegExp, ApiFailure["kind"], Explain])[] = [
  [/\(NotFound\)|the server could not find the requested resource/, "not-found", () => "does not know it"],
  [/\(Forbidden\): (.*)/, "forbidden", ([, why]) => `forbids it: ${why}`],
  [
    /\(Unauthorized\)|You must be logged in/,
    "unauthorized",
    () => "does not accept the certificate of this host",
  ],
  [/certificate signed by unknown authority/, "other-ca", () => "has a certificate of another authority"],
  [
    /x509: certificate has expired or is not yet valid: (.*)/,
    "certificate",
    ([, why]) => `has a certificate that is not valid now (${why})`,
  ],
  [/x509: (.*)/, "certificate", ([, why]) => `has a certificate that does not fit: ${why}`],
  [/was refused|connection refused/, "refused", () => "refuses connections"],
  [/lookup (\S+?)(?: on \S+)?: (.*)/, "no-name", ([, name, why]) => `cannot be found: ${name}: ${why}`],
  [/no route to host|network is unreachable/, "silent", ([said]) => `cannot be reached: ${said}`],
  [
    /Client\.Timeout|context deadline exceeded|i\/o timeout|TLS handshake timeout/,
    "silent",
    () => "does not answer in time",
  ],
  [/HTTP response to HTTPS client/, "other", () => "speaks HTTP without TLS"],
  [/connection reset by peer|\bEOF\b/, "other", () => "closes the connection at once"],
  [/ServiceUnavailable|currently unable to handle/, "other", () => "is not ready yet"],
];

/** Reads what kubectl said on stderr, or nothing where it was ended because it took too long. Pure. */
export function apiFailure(stderr: string): ApiFailure {
  if (stderr.trim() === "") return { kind: "silent", message: "does not answer in time" };
  for (const [pattern, kind, explain] of failures) {
    const found = pattern.exec(stderr);
    if (found) return { kind, message: explain(found) };
  }
  const last = stderr.trim().split("\n").at(-1) ?? "";
  return { kind: "other", message: `cannot be asked: ${last}` };
}
