import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { addNames } from "./renew-script.ts";
import { daysText, renewalOf } from "./renewal-plan.ts";

const certificates = [
  { name: "apiserver", daysLeft: 20, names: ["cp1", "10.0.0.1", "fd00::1"] },
  { name: "admin.conf", daysLeft: 300, names: [] },
  { name: "etcd-peer", daysLeft: -1, names: ["cp1"] },
];
const rules = { days: 30, force: false, names: ["cp1", "10.0.0.1", "FD00:0::1"] };

describe("the renewal of certificates", () => {
  it("takes those with fewer days than asked for, and those that have ended", () => {
    expect(renewalOf(certificates, rules)).toEqual({
      renew: ["apiserver", "etcd-peer"],
      missing: [],
      isWhole: false,
    });
  });

  it("takes all by force, and none where all have days enough", () => {
    expect(renewalOf(certificates, { ...rules, force: true })).toMatchObject({ isWhole: true });
    expect(renewalOf(certificates.slice(1, 2), rules)).toMatchObject({ renew: [], missing: [] });
  });

  it("makes the API server's certificate anew, instead of renewing it, where it lacks a name", () => {
    const names = [...rules.names, "api.lab.example"];
    expect(renewalOf(certificates, { ...rules, names })).toEqual({
      renew: ["etcd-peer"],
      missing: ["api.lab.example"],
      isWhole: false,
    });
  });

  it("shows what ends first", () => {
    expect(daysText(certificates)).toBe("etcd-peer -1 d, apiserver 20 d, admin.conf 300 d");
  });
});

describe("the names in the cluster's configuration", () => {
  const put = (yaml: string) =>
    spawnSync("awk", ["-v", "names=cp9 fd00::9", addNames], { input: yaml, encoding: "utf8" }).stdout;
  const added = '  - "cp9"\n  - "fd00::9"\n';

  it.each([
    [
      "apiServer: {}\nkind: ClusterConfiguration\n",
      `apiServer:\n  certSANs:\n${added}kind: ClusterConfiguration\n`,
    ],
    ["apiServer:\n  certSANs:\n  - cp1\nkind: X\n", `apiServer:\n  certSANs:\n  - cp1\n${added}kind: X\n`],
    [
      "apiServer:\n  certSANs:\n  - 'cp9'\n  - a\n  extraArgs:\n  - name: v\nkind: X\n",
      "apiServer:\n  certSANs:\n  - 'cp9'\n  - a\n  - \"fd00::9\"\n  extraArgs:\n  - name: v\nkind: X\n",
    ],
    [
      "apiServer:\n  certSANs:\n    - a\nkind: X\n",
      'apiServer:\n  certSANs:\n    - a\n    - "cp9"\n    - "fd00::9"\nkind: X\n',
    ],
    ["apiServer:\n  certSANs:\n  - a\n", `apiServer:\n  certSANs:\n  - a\n${added}`],
    [
      "apiServer:\n  extraArgs:\n  - name: v\n    value: '1'\nkind: X\n",
      `apiServer:\n  extraArgs:\n  - name: v\n    value: '1'\n  certSANs:\n${added}kind: X\n`,
    ],
    [
      "kind: X\napiServer:\n  timeoutForControlPlane: 4m0s\n",
      `kind: X\napiServer:\n  timeoutForControlPlane: 4m0s\n  certSANs:\n${added}`,
    ],
    ["kind: X\n", `kind: X\napiServer:\n  certSANs:\n${added}`],
  ])("are put where kubeadm keeps them: %j", (before, after) => {
    expect(put(before)).toBe(after);
  });
});
