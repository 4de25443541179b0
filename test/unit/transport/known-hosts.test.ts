import { describe, expect, it } from "vitest";
import {
  checkHostKey,
  fingerprint,
  knownHostsLine,
  knownHostsName,
  parseKnownHosts,
  pinnedKeyTypes,
} from "../../../src/transport/known-hosts.ts";

// A real pair, made and hashed by OpenSSH's own tools.
const base64 = "AAAAC3NzaC1lZDI1NTE5AAAAIJQFzWgJlUq0tFDGntkizGJeDXs6ucRDETzOXKtiUlPg";
const key = Buffer.from(base64, "base64");
const other = Buffer.from(base64.slice(0, -4).concat("AAAA"), "base64");
const openSshFingerprint = "SHA256:H7M/r3XZh2qcSEIAW+66/DKa15S7gI+3IKE6B8clEII";
const openSshHashedLine =
  "|1|yqCaMmi761G5BLxuS9mR+nCSGIU=|fdEQ0PtCW8EjemOplk2aNHzGYYk= ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJQFzWgJlUq0tFDGntkizGJeDXs6ucRDETzOXKtiUlPg";

function verdict(text: string, name: string, shown = key) {
  return checkHostKey(parseKnownHosts(text), name, shown).kind;
}

describe("checkHostKey", () => {
  it.each([
    ["a plain name", `web1 ssh-ed25519 ${base64}`, "web1", "known"],
    ["one of several names", `web1,10.0.0.5 ssh-ed25519 ${base64} comment`, "10.0.0.5", "known"],
    ["another host", `web2 ssh-ed25519 ${base64}`, "web1", "unknown"],
    ["a port", `[web1]:2222 ssh-ed25519 ${base64}`, "[web1]:2222", "known"],
    ["the same host on another port", `[web1]:2222 ssh-ed25519 ${base64}`, "web1", "unknown"],
    ["a wildcard", `*.lab.example ssh-ed25519 ${base64}`, "a.lab.example", "known"],
    ["a negated name", `*.lab.example,!a.lab.example ssh-ed25519 ${base64}`, "a.lab.example", "unknown"],
    ["a hashed name", openSshHashedLine, "[web1]:2222", "known"],
    ["a hashed other name", openSshHashedLine, "[web2]:2222", "unknown"],
    ["a revoked key", `web1 ssh-ed25519 ${base64}\n@revoked * ssh-ed25519 ${base64}`, "web1", "revoked"],
    ["a certificate authority", `@cert-authority * ssh-ed25519 ${base64}`, "web1", "unknown"],
    ["comments and rubbish", `# web1 ssh-ed25519 ${base64}\n\nrubbish\n`, "web1", "unknown"],
  ])("understands %s", (_, text, name, expected) => {
    expect(verdict(text, name)).toBe(expected);
  });

  it("calls a host with none but other keys changed, whatever their type", () => {
    expect(verdict(`web1 ssh-ed25519 ${base64}`, "web1", other)).toBe("changed");
    expect(verdict("web1 ssh-rsa AAAA", "web1")).toBe("changed");
    expect(verdict(`web1 ssh-rsa AAAA\nweb1 ssh-ed25519 ${base64}`, "web1")).toBe("known");
  });
});

describe("a new line", () => {
  it("is found again, in plain text and hashed", () => {
    for (const salt of [null, Buffer.alloc(20, 7)]) {
      const line = knownHostsLine("[web1]:2222", key, salt);
      expect(verdict(line, "[web1]:2222")).toBe("known");
      expect(line.includes("web1")).toBe(salt === null);
    }
  });
});

it("names hosts and keys as OpenSSH does", () => {
  expect([knownHostsName("Web1", 22), knownHostsName("fd00::1", 2222)]).toEqual(["web1", "[fd00::1]:2222"]);
  expect(fingerprint(key)).toBe(openSshFingerprint);
  expect(pinnedKeyTypes(parseKnownHosts(`web1 ssh-rsa AAAA\nweb1 ssh-ed25519 ${base64}`), "web1")).toEqual([
    "ssh-rsa",
    "ssh-ed25519",
  ]);
});
