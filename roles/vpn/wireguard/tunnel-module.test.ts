import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/resources/resource.ts";
import { fileHolding } from "../../../src/testing/path-states.ts";
import { testResource } from "../../../src/testing/planned-resource.ts";
import { keyModule } from "./key-module.ts";
import { parseLiveTunnel } from "./live-tunnel.ts";
import { oldKeysModule } from "./old-keys-module.ts";
import { syncScript } from "./sync-script.ts";
import { parseTunnelHost, tunnelHost } from "./tunnel-host.ts";
import { tunnelModule } from "./tunnel-module.ts";

const [own, other] = [
  "T3duIGtleSBvZiBjcDEsIG5vdCBhIHJlYWwgb25lISE=",
  "S2V5IG9mIHcxLCBub3QgYSByZWFsIG9uZSBlaXRoZXI=",
];

const args = {
  address: "10.99.0.1/24",
  port: 51820,
  mtu: 1420,
  key_file: "/etc/wireguard/lab0.key",
  peers: [
    {
      name: "w1",
      public_key: other,
      allowed_ips: ["10.99.0.2/32", "10.244.1.0/24"],
      endpoint: "192.0.2.11:51820",
    },
  ],
};
const text = `# Managed by lab: changes made here are overwritten.
[Interface]
Address = 10.99.0.1/24
ListenPort = 51820
MTU = 1420
PostUp = wg set %i private-key /etc/wireguard/lab0.key

# w1
[Peer]
PublicKey = ${other}
AllowedIPs = 10.99.0.2/32, 10.244.1.0/24
Endpoint = 192.0.2.11:51820
`;
/** Recorded from wg 1.0.20210914 and ip of iproute2 6.1. */
const printed = (peer: string): string => `up=1
file=${own}
key=${own}
port=51820
mtu=1420
address=7: lab0    inet 10.99.0.1/24 scope global lab0\\       valid_lft forever preferred_lft forever
allowed=${peer}\t10.244.1.0/24 10.99.0.2/32
keepalive=${peer}\toff
`;
const live = parseLiveTunnel(printed(other));
const down = parseLiveTunnel("");
const unit = {
  ...{ kind: "unit", load: "loaded", active: "active", sub: "exited", file: "enabled" },
  ...{ ranOnce: true, needsReload: false, canReload: true },
};
const stopped = { ...unit, active: "inactive", sub: "dead", ranOnce: false };
const file = { ...fileHolding(text), mode: "0600" };

const titles = (plan: Plan): string[] =>
  plan.kind === "changes"
    ? plan.changes.map((change) => (change.kind === "path" ? change.path : change.summary))
    : [plan.kind];

describe("the file of the tunnel and its interface", () => {
  const planned = testResource(tunnelModule, args);
  const cases = {
    "are as they should be": [{ file, live, service: unit }, []],
    "are new": [{ file: fileHolding(""), live: down, service: stopped }, ["/etc/wireguard/lab0.conf"]],
    "need other peers": [
      { file: fileHolding("[Interface]\n"), live, service: unit },
      ["/etc/wireguard/lab0.conf", "bring lab0 in line"],
    ],
    "have drifted apart": [
      { file, live: parseLiveTunnel(printed(own)), service: unit },
      ["bring lab0 in line"],
    ],
    "use another key": [{ file, live: { ...live, hasOwnKey: false }, service: unit }, ["bring lab0 in line"]],
    "have lost their program": [{ file, live: down, service: unit }, ["bring lab0 back"]],
    "are not started yet": [{ file, live: down, service: stopped }, []],
  } as const;

  it.each(Object.entries(cases))("%s", (_, [states, expected]) => {
    expect(titles(planned.plan(states))).toEqual(expected);
    expect(titles(planned.planAgain(states))).toEqual([]);
  });

  it("of somebody else is replaced without showing the key in it", () => {
    const foreign = fileHolding("[Interface]\nprivatekey = abc=\n");
    const changed = planned.plan({ file: foreign, live: down, service: stopped });
    expect(changed).toMatchObject({ changes: [{ kind: "path", secret: true }] });
    const lab = planned.plan({ file: fileHolding("[Interface]\n"), live: down, service: stopped });
    expect(lab).not.toMatchObject({ changes: [{ secret: true }] });
  });

  it("can all be taken back, as a guarded change must be", () => {
    expect(planned.resource.guarded).toBe(true);
    for (const [states] of Object.values(cases)) {
      const plan = planned.plan(states);
      for (const change of plan.kind === "changes" ? plan.changes : []) {
        expect(change.kind === "path" || change.afterUndo !== undefined).toBe(true);
      }
    }
  });
});

describe("keys", () => {
  it("are made once, on the host, and the old ones go", () => {
    const path = "/etc/wireguard/lab0-b.key";
    const made = testResource(keyModule, { path });
    expect(titles(made.plan({ keys: [] }))).toEqual([`wg genkey for ${path}`]);
    expect(titles(made.planAgain({ keys: [] }))).toEqual([]);
    expect(titles(made.plan({ keys: [path] }))).toEqual([]);
    const cleared = testResource(oldKeysModule, { keep: path });
    expect(titles(cleared.plan({ keys: ["/etc/wireguard/lab0-a.key", path] }))).toEqual([
      "/etc/wireguard/lab0-a.key",
    ]);
    expect(titles(cleared.plan({ keys: [path] }))).toEqual([]);
  });

  it("are told of in public alone", () => {
    const conf = text.split("\n").map((line) => `conf=${line}`);
    expect(parseTunnelHost(["", ...conf, `key=${own}`, ""].join("\n"))).toEqual({
      publicKey: own,
      address: "10.99.0.1",
      keyFile: "/etc/wireguard/lab0.key",
      peers: [{ name: "w1", publicKey: other, allowedIps: ["10.99.0.2/32", "10.244.1.0/24"] }],
    });
    expect(parseTunnelHost("")).toEqual({ publicKey: null, address: null, keyFile: null, peers: [] });
  });
});

describe("scripts for hosts", () => {
  const question = tunnelHost({ keyFile: args.key_file });
  const { live: liveProbe } = testResource(tunnelModule, args).resource.probes;
  const { keys } = testResource(keyModule, { path: args.key_file }).resource.probes;
  const scripts = {
    "what a host tells": question.kind.script([question.query]),
    "the interface": liveProbe?.kind.script([liveProbe.query]) ?? "",
    "the keys": keys?.kind.script([keys.query]) ?? "",
    sync: syncScript,
  };
  it.each(Object.entries(scripts))("%s passes shellcheck", (_, script) => {
    expect(script).not.toBe("");
    const input = `#!/bin/sh\n${script}`;
    const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-e", "SC2015", "-"], {
      input,
      encoding: "utf8",
    });
    expect(error).toBeUndefined();
    expect(stdout).toBe("");
  });
});
