import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { certificateFault, parseCertificateState } from "./certificate-state.ts";

const state = parseCertificateState(
  readFileSync(join(import.meta.dirname, "recorded/certificate.txt"), "utf8"),
);
const names = ["etcd1", "localhost", "127.0.0.1", "::1", "172.19.0.3"];
const day = 86_400_000;

describe("a certificate", () => {
  it("is good with its key, its names and days to go", () => {
    expect(certificateFault(state, { names, daysLeft: 30 })).toBeNull();
  });

  it("is renewed in time, by the host's clock", () => {
    const later = { ...state, now: state.now + 490 * day };
    expect(certificateFault(later, { names, daysLeft: 30 })).toMatch(/^ends in \d+ days$/);
    expect(certificateFault({ ...state, now: state.now + 600 * day }, { names, daysLeft: 30 })).toBe(
      "has ended",
    );
  });

  it("is made anew for a name that it lacks, and for another key or authority", () => {
    expect(certificateFault(state, { names: [...names, "fd00::3", "etcd"], daysLeft: 30 })).toBe(
      "does not name fd00::3, etcd",
    );
    expect(certificateFault({ ...state, publicKey: null }, { names, daysLeft: 30 })).toBe(
      "does not fit its key",
    );
    expect(certificateFault({ ...state, authority: state.certificate }, { names, daysLeft: 30 })).toBe(
      "is of another authority",
    );
  });

  it("is told to be missing", () => {
    const nothing = parseCertificateState("1795257600\nauthority\nkey\n");
    expect(nothing).toEqual({ now: 1_795_257_600_000, certificate: null, authority: null, publicKey: null });
    expect(certificateFault(nothing, { names, daysLeft: 30 })).toBe("is not there");
    expect(certificateFault({ ...state, certificate: "no PEM" }, { names, daysLeft: 30 })).toBe(
      "cannot be read",
    );
  });
});
