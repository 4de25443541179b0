import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Module } from "../../src/resources/module.ts";
import type { Probe } from "../../src/resources/probe.ts";
import type { Plan } from "../../src/resources/resource.ts";
import { testResource } from "../../src/testing/planned-resource.ts";
import { carriedAuthorityModule } from "./authority-modules.ts";
import { certificateState } from "./certificate-state.ts";
import { etcdCertificatesModule } from "./certificates-module.ts";
import { etcdClientModule } from "./client-module.ts";
import { etcdAuthority } from "./etcd-authority.ts";
import { etcdCluster } from "./etcd-cluster.ts";
import { etcdConfig, foundation } from "./etcd-config.ts";
import { etcdHost } from "./etcd-host.ts";
import { restartEtcdModule } from "./restart-module.ts";
import { authorityScript } from "./signing-script.ts";
import {
  additionScript,
  firstStartScript,
  startAgainScript,
  undoAddition,
  undoFirstStart,
  waitForHealth,
} from "./start-script.ts";

const member = {
  name: "etcd1",
  address: "192.0.2.21",
  addresses: ["192.0.2.21"],
  peerUrl: "https://192.0.2.21:2380",
  clientUrl: "https://192.0.2.21:2379",
};
const request = { cluster: "prod", member, dataDir: "/var/lib/etcd", configuration: {} };
const start = { dataDir: "/var/lib/etcd", foundation: foundation(request) };
const endpoints = ["https://192.0.2.22:2379", "https://[fd00::23]:2379"];
const addition = { ...start, name: "etcd1", peerUrl: member.peerUrl, endpoints, lost: "111ec5e873298eef" };
const validity = { days: 365, renew_before: 30 };
const lacking = { now: 0, certificate: null, authority: "PEM", publicKey: null };

function planned<Arguments>(
  module: Module<Arguments>,
  args: Arguments,
  states: Readonly<Record<string, unknown>>,
) {
  return runsOf(testResource(module, args).plan(states));
}

function runsOf(plan: Plan): readonly string[] {
  if (plan.kind !== "changes") throw new Error(`the plan is ${plan.kind}`);
  return plan.changes.flatMap((change) =>
    change.kind === "run"
      ? [
          change.script,
          change.undo ?? "",
          change.afterUndo ?? "",
          ...(change.loans ?? []).map(({ script }) => script),
        ]
      : [],
  );
}

function question({ kind, query }: Probe): string {
  return kind.script([query, query]);
}

const names = ["etcd1", "192.0.2.21", "fd00::21"];
const none = { kind: "none" };
const golden: Readonly<Record<string, string>> = {
  "first-start": firstStartScript(start, "etcd1=https://192.0.2.21:2380", "new"),
  addition: additionScript(addition),
  certificates:
    planned(
      etcdCertificatesModule,
      { names, ...validity },
      { server: lacking, peer: lacking, client: lacking },
    )[0] ?? "",
};
const others: Readonly<Record<string, readonly string[]>> = {
  authority: [authorityScript],
  "carried authority": planned(
    carriedAuthorityModule,
    { cluster: "prod", from: ["etcd1"] },
    { authority: none },
  ),
  "client certificate": planned(
    etcdClientModule,
    { cluster: "prod", from: ["etcd1"], authorities: [], ...validity },
    { client: lacking },
  ),
  restart: planned(restartEtcdModule, {}, { service: { kind: "missing" } }),
  "start again": [startAgainScript],
  "undo of a first start": [undoFirstStart("/var/lib/etcd")],
  "undo of an addition": [undoAddition(addition)],
  "wait for health": [waitForHealth(90)],
  probes: [
    question(etcdHost({ dataDir: "/var/lib/etcd" })),
    question(etcdCluster({ endpoints })),
    question(etcdAuthority({})),
    question(certificateState({ certificate: "/a.crt", key: "/a.key", authority: "/ca.crt" })),
  ],
};
const scripts = [
  ...Object.entries(golden),
  ...Object.entries(others).flatMap(([name, all]) =>
    all.filter((one) => one !== "").map((one) => [name, one] as const),
  ),
];

describe("the scripts", () => {
  it.each(Object.entries(golden))("%s is this", async (name, script) => {
    await expect(script).toMatchFileSnapshot(join(import.meta.dirname, "golden", `${name}.sh`));
  });

  it.each(scripts)("%s passes shellcheck", (_, script) => {
    const lent = ["LAB_ETCD_CA", "LAB_ETCD_CA_KEY", "LAB_ETCD_CLIENT", "LAB_ETCD_CLIENT_KEY"];
    const input = `${lent.map((name) => `${name}=a; : "$${name}"`).join("\n")}\n${script}`;
    const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-e", "SC2015", "-"], {
      input,
      encoding: "utf8",
    });
    expect(error).toBeUndefined();
    expect(stdout).toBe("");
  });

  it.each(scripts)("%s parses in busybox", (_, script) => {
    const { stderr } = spawnSync("busybox", ["sh", "-n"], { input: script, encoding: "utf8" });
    expect(stderr).toBe("");
  });

  it("start with the very configuration that stays, but for the beginning", () => {
    const [whole, base] = [etcdConfig(request), foundation(request)];
    expect(whole.startsWith(base)).toBe(true);
    expect(whole.slice(base.length)).toBe(
      "initial-cluster: etcd1=https://192.0.2.21:2380\ninitial-cluster-state: existing\n",
    );
  });
});
