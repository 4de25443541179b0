import { describe, expect, it } from "vitest";
import { apiFailure } from "../../../src/kubernetes/api-failure.ts";

/** Recorded from kubectl 1.28 and 1.33, `get --raw`. */
const recorded = [
  [
    "The connection to the server 127.0.0.1:16444 was refused - did you specify the right host or port?",
    "refused",
  ],
  [
    "Unable to connect to the server: context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
    "silent",
  ],
  [
    "Unable to connect to the server: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
    "silent",
  ],
  ["Unable to connect to the server: dial tcp 10.9.9.9:6443: i/o timeout", "silent"],
  ["Unable to connect to the server: dial tcp 10.9.9.9:6443: connect: no route to host", "silent"],
  [
    "Unable to connect to the server: dial tcp: lookup k8s.nowhere.invalid on 10.255.255.53:53: no such host",
    "no-name",
  ],
  [
    "Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority",
    "other-ca",
  ],
  [
    'Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "kubernetes")',
    "other-ca",
  ],
  [
    "Unable to connect to the server: tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match localhost",
    "certificate",
  ],
  [
    "Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2027-01-01T00:00:00Z is after 2026-11-21T00:00:00Z",
    "certificate",
  ],
  ["error: You must be logged in to the server (Unauthorized)", "unauthorized"],
  [
    'Error from server (Forbidden): nodes "w1" is forbidden: User "system:node:w2" cannot get resource "nodes" in API group "" at the cluster scope',
    "forbidden",
  ],
  ['Error from server (NotFound): nodes "w1" not found', "not-found"],
  [
    "Unable to connect to the server: read tcp 127.0.0.1:38326->127.0.0.1:16445: read: connection reset by peer",
    "other",
  ],
  ["Unable to connect to the server: EOF", "other"],
  ["Unable to connect to the server: http: server gave HTTP response to HTTPS client", "other"],
  ["error: stat /etc/kubernetes/kubelet.conf: no such file or directory", "other"],
] as const;

describe("what kubectl says of an API server", () => {
  it.each(recorded)("%s", (stderr, kind) => {
    expect(apiFailure(`${stderr}\n`).kind).toBe(kind);
  });

  it("is silence where it was ended before it said anything", () => {
    expect(apiFailure("")).toEqual({ kind: "silent", message: "does not answer in time" });
  });

  it("keeps the words of what nobody expected", () => {
    expect(apiFailure("something\nelse\n").message).toBe("cannot be asked: else");
  });
});
