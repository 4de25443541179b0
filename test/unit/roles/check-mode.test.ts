import { describe, expect, it } from "vitest";
import { loadRoles } from "../../../roles/index.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import type { Inventory, InventoryHost } from "../../../src/inventory/inventory.ts";
import { Assets } from "../../../src/playbook/assets.ts";
import { compilePlaybook } from "../../../src/playbook/compile-playbook.ts";
import { hostPlay } from "../../../src/playbook/host-play.ts";
import { tasksOf } from "../../../src/playbook/host-task.ts";
import { LocalShell } from "../engine/local-shell.ts";
import { playLocally, readyPlay } from "../engine/play-locally.ts";

const roles = await loadRoles();

const host: InventoryHost = {
  name: "w1",
  cluster: "dev",
  role: "worker",
  groups: ["all"],
  target: { name: "w1", host: "10.0.0.2" },
  interfaces: [],
  addresses: ["10.0.0.2"],
  candidates: [],
  labels: {},
  taints: [],
  cpu: null,
  memory: null,
  disk: null,
  vars: {},
};
const inventory: Inventory = {
  file: "clusters.json",
  hosts: new Map([["w1", host]]),
  groups: new Map([["all", ["w1"]]]),
  clusters: new Map([
    [
      "dev",
      {
        name: "dev",
        podCidr: "10.20.0.0/16",
        serviceCidr: "10.97.0.0/16",
        nodeNetworks: [],
        bootstrap: "w1",
        nodes: ["w1"],
      },
    ],
  ]),
  warnings: [],
};

/** Arguments that bring every task of a role into play. */
const fullArguments: Readonly<Record<string, Record<string, unknown>>> = {
  base: { timezone: "Asia/Seoul", locale: "ko_KR.UTF-8", ntp_servers: ["time.example"] },
  containerd: { registry_mirrors: { "docker.io": [{ url: "http://127.0.0.1:5000" }] } },
  kubernetes: { version: "1.33.4", kubelet_extra_args: ["--v=4"] },
  upgrade: { version: "1.34.2", step: "way" },
  etcd: { step: "members" },
  etcd_restore: { snapshot: "README.md", confirm: "dev", step: "restore" },
  remove_node: { node: "w1", step: "reach" },
  multinic: { interfaces: [{ mac: "fa:16:3e:00:00:01" }], rows: [{ id: 7, mac: "fa:16:3e:00:00:02" }] },
  vpn: { kind: "wireguard", wireguard: { network: "10.99.0.0/24" } },
  reset: { confirm: "dev", nodes: "workers" },
};

describe.each(roles.map((role) => [role.name, role] as const))("the role %s in check mode", (name, role) => {
  it("asks this machine in at most two frames, sends nothing but probes, and has an answer for every task", async () => {
    const args = fullArguments[name] ?? {};
    const source = JSON.stringify([{ hosts: "all", roles: [{ role: name, args }] }]);
    const assets = new Assets({ file: [], template: ["templates"] });
    const assetsOf = () => assets;
    const roleMap = new Map([[name, role]]);
    const { plays } = compilePlaybook(parseYamlFile("site.yaml", source), {
      inventory,
      limit: null,
      extraVars: {},
      answers: new Map(),
      roles: roleMap,
      assetsOf,
      readFile: () => {
        throw new Error("nobody expected a file");
      },
    });
    const [compiled] = plays;
    if (!compiled) throw new Error("no play");
    const play = hostPlay(compiled, host, { inventory, roles: roleMap, assetsOf, isSelected: () => true });
    const shell = new LocalShell({ readOnly: true });
    const ready = readyPlay("p", ["w1"], () => play);
    const { events } = await playLocally([ready], {
      check: true,
      transport: { open: () => Promise.resolve(shell) },
    });
    const outcomes = events.flatMap((event) => (event.kind === "task-end" ? [event.outcome] : []));
    expect(shell.sent.every(({ kind }) => kind === "probe")).toBe(true);
    expect(shell.frames).toBeLessThanOrEqual(2);
    const failed = outcomes.includes("failed");
    expect(failed || outcomes.length >= tasksOf(play.steps).length).toBe(true);
  });
});
