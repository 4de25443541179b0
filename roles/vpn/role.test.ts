import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { exampleFacts } from "../../src/testing/example-facts.ts";
import { fileHolding } from "../../src/testing/path-states.ts";
import { testRole } from "../../src/testing/test-role.ts";
import { contentWritten } from "../../test/unit/roles/content-written.ts";
import { exampleBundle } from "../../test/unit/roles/example-bundle.ts";
import { vpnKinds } from "./kinds.ts";
import role, { type VpnArguments } from "./role.ts";

const bundle = exampleBundle(
  ["tailscale", "tailscaled"].map((name) => ({ name, version: "1.96.0", kind: "binary" })),
);
afterAll(() => rmSync(bundle, { recursive: true }));

const tested = (args: VpnArguments, facts: Readonly<Record<string, unknown>> = {}) =>
  testRole(role, { args, host: "worker1", facts });
const absent = { kind: "absent", parent: "directory" };
/** Neither of the two nodes has a key. */
const nobody = {
  "tunnel of cp1": { publicKey: null, address: null, keyFile: null, peers: [] },
  "tunnel of worker1": { publicKey: null, address: null, keyFile: null, peers: [] },
  "reach cp1": true,
};
const namesOf = (args: VpnArguments): string[] =>
  tested(args, { hasKernel: false, ...nobody }).tasks.map(({ name }) => name);

describe("the role vpn", () => {
  it("has the settings of each kind in an argument of its name", () => {
    for (const { name, settings } of vpnKinds) {
      expect(role.schema.properties[name]).toBe(settings);
      expect(settings.additionalProperties).toBe(false);
      expect(() => namesOf({ kind: name })).toThrow(`"kind: ${name}" needs its settings`);
    }
    expect(() => namesOf({ kind: "zerotier" })).toThrow();
    expect(() => namesOf({ kind: "tailscale", tailscale: { authkey: "x" } })).toThrow(
      'unknown key "authkey" in "tailscale"',
    );
  });

  it("makes keys alone in the step that goes before", () => {
    const wireguard = { network: "10.99.0.0/24", userspace: true } as const;
    const prepared = namesOf({ kind: "wireguard", wireguard, step: "prepare" });
    expect(prepared).toEqual([
      "Install WireGuard's tools",
      "Install WireGuard's userspace implementation",
      "Make the key of the tunnel",
    ]);
    expect(namesOf({ kind: "wireguard", wireguard }).slice(0, prepared.length)).toEqual(prepared);
    expect(namesOf({ kind: "tailscale", tailscale: {}, step: "prepare" })).toEqual([]);
    expect(namesOf({ kind: "none", step: "prepare" })).toEqual([]);
  });

  it("installs wireguard-go where the kernel has no WireGuard", () => {
    const runs = (userspace: "auto" | boolean, hasKernel: boolean): boolean | undefined =>
      tested(
        { kind: "wireguard", wireguard: { network: "10.99.0.0/24", userspace } },
        { hasKernel, ...nobody },
      ).tasks.find(({ name }) => name === "Install WireGuard's userspace implementation")?.runs;
    expect([runs("auto", false), runs("auto", true), runs(true, true), runs(false, false)]).toEqual([
      true,
      false,
      true,
      undefined,
    ]);
  });

  it("leaves every kind, and touches nothing of a host that is in none", () => {
    const facts = { conf: absent, own: absent };
    const leave = tested({ kind: "none" }, facts);
    expect(leave.tasks.filter(({ runs }) => runs).map(({ name }) => name)).toEqual([
      "Forget lab's part of tailscaled's service",
      "Forget the tunnel of WireGuard",
      "Remove the keys of WireGuard",
      "Remove /etc/openvpn/client/lab.conf",
      "Remove /etc/openvpn/client/lab-given.conf",
      "Remove /etc/openvpn/client/lab.auth",
    ]);
    const file = { kind: "file" };
    const stops = tested({ kind: "none" }, { conf: file, own: file }).tasks.filter(({ runs }) => runs);
    expect(stops.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["Leave the tailnet", "Stop tailscaled", "Stop the tunnel of WireGuard"]),
    );
  });
});

describe("the tunnel of WireGuard", () => {
  const args = { kind: "wireguard", wireguard: { network: "10.99.0.0/24" } };
  const task = (facts: Readonly<Record<string, unknown>>) =>
    tested(args, { hasKernel: true, ...nobody, ...facts }).task("Describe the tunnel to wg-quick");

  it("waits in a check for a host that is about to make its key", () => {
    expect(task({ "tunnel of cp1": null }).waitsFor).toBe("the key of cp1 is not made yet");
  });

  it("says whom it leaves out", () => {
    const states = { file: absent, live: { kind: "down" }, service: { kind: "missing" } };
    expect(task({}).built().plan(states)).toMatchObject({ message: "without cp1: no key there" });
    expect(task({ "tunnel of cp1": null, "reach cp1": null }).built().plan(states)).toMatchObject({
      message: "without cp1: no key there",
    });
  });
});

describe("tailscale", () => {
  const withFacts = (os: Partial<(typeof exampleFacts)["os"]>) => ({
    facts: { ...exampleFacts, os: { ...exampleFacts.os, ...os } },
  });

  it("comes from the packages of its project, for the system at hand, or from a mirror", () => {
    const args = { kind: "tailscale", tailscale: {} };
    const folder = { kind: "directory", mode: "0755", owner: "root", group: "root", uid: 0, gid: 0 } as const;
    const states = { folder, apt: fileHolding("") };
    const apt = tested(args, withFacts({ id: "ubuntu", codename: "noble", family: ["ubuntu", "debian"] }));
    expect(contentWritten(apt.task("Add the repository of Tailscale to apt"), states)).toContain(
      "URIs: https://pkgs.tailscale.com/stable/ubuntu\nSuites: noble\nComponents: main\n",
    );
    const mirrored = { kind: "tailscale", tailscale: { repository: { url: "https://mirror.lab/ts/" } } };
    const dnf = tested(
      mirrored,
      withFacts({ id: "rocky", version: "9.5", family: ["rocky", "rhel", "fedora"] }),
    );
    const written = contentWritten(dnf.task("Add the repository of Tailscale to dnf"), states);
    expect(written).toContain("baseurl=https://mirror.lab/ts/rhel/9/$basearch");
    expect(written).toContain("gpgkey=https://mirror.lab/ts/rhel/9/repo.gpg");
  });

  it("comes from a bundle with a unit, and lab's own part sets the MTU", async () => {
    const run = tested({ kind: "tailscale", tailscale: { source: "bundle", bundle, mtu: 1200 } });
    const unit = contentWritten(run.task("Describe the service of tailscaled"));
    await expect(unit).toMatchFileSnapshot("golden/tailscaled.service");
    const dropIn = contentWritten(run.task("Set what tailscaled reads from its environment"));
    expect(dropIn).toContain("Environment=TS_DEBUG_MTU=1200");
    expect(() => namesOf({ kind: "tailscale", tailscale: { source: "bundle" } })).toThrow(
      '"source: bundle" needs the argument "bundle"',
    );
  });
});

describe("openvpn", () => {
  it("reads the project's file, and after it what lab decides", async () => {
    const openvpn = { config: "worker.ovpn", user: "worker", password: "secret" };
    const run = tested({ kind: "openvpn", openvpn });
    const client = contentWritten(run.task("Describe the client of OpenVPN"));
    await expect(client).toMatchFileSnapshot("golden/openvpn.conf");
    const password = run.task("Put the client's password in place").built().plan();
    expect(password).toMatchObject({ changes: [{ secret: true, after: { mode: "0600" } }] });
    expect(namesOf({ kind: "openvpn", openvpn: { config: "worker.ovpn" } })).not.toContain(
      "Put the client's password in place",
    );
    expect(() => namesOf({ kind: "openvpn", openvpn: { config: "x", user: "worker" } })).toThrow(
      "a user and no password",
    );
  });

  it("waits for an address with scripts that pass shellcheck", () => {
    const openvpn = { config: "worker.ovpn" };
    const wait = tested({ kind: "openvpn", openvpn }).task("Wait for an address in the VPN").built();
    const { address: question } = wait.resource.probes;
    const running = { kind: "unit", active: "active" };
    expect(wait.plan({ address: null, service: { kind: "missing" } }).kind).toBe("blocked");
    const has = { interface: "tun-lab", addresses: ["10.98.0.2"] };
    expect(wait.plan({ address: has, service: running })).toMatchObject({
      changes: [],
      message: "10.98.0.2",
    });
    const plan = wait.plan({ address: null, service: running });
    const scripts = [question?.kind.script([question.query]), plan.kind === "wait" ? plan.script : ""];
    for (const script of scripts) {
      expect(script).toMatch(/tun-lab/);
      const input = `#!/bin/sh\n${script}`;
      const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-e", "SC2015", "-"], {
        input,
        encoding: "utf8",
      });
      expect(error).toBeUndefined();
      expect(stdout).toBe("");
    }
  });
});
