import { describe, expect, it } from "vitest";
import { roles } from "../../../roles/index.ts";
import { HostSession } from "../../../src/engine/host-session.ts";
import { checkHostPlay } from "../../../src/engine/run-host-play.ts";
import type { Inventory, InventoryHost } from "../../../src/inventory/inventory.ts";
import { Assets } from "../../../src/playbook/assets.ts";
import { hostPlay } from "../../../src/playbook/host-play.ts";
import { LocalShell } from "../engine/local-shell.ts";

const location = { file: "site.yaml", line: 1, column: 1, length: 1, text: "" };
const host: InventoryHost = {
  name: "w1",
  cluster: "dev",
  role: "worker",
  groups: ["all"],
  target: { name: "w1", host: "10.0.0.2" },
  interfaces: [],
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
      { name: "dev", podCidr: "10.20.0.0/16", serviceCidr: "10.97.0.0/16", bootstrap: "w1", nodes: ["w1"] },
    ],
  ]),
  warnings: [],
};

/** Arguments that bring every task of a role into play. */
const fullArguments: Readonly<Record<string, Record<string, unknown>>> = {
  base: { timezone: "Asia/Seoul", locale: "ko_KR.UTF-8", ntp_servers: ["time.example"] },
  containerd: { registry_mirrors: { "docker.io": [{ url: "http://127.0.0.1:5000" }] } },
};

describe.each(roles.map((role) => [role.name, role] as const))("the role %s in check mode", (name, role) => {
  it("asks this machine in at most two frames, sends nothing but probes, and has an answer for every task", async () => {
    const args = fullArguments[name] ?? {};
    const step = { kind: "role", role: name, args, places: {}, when: [], tags: [], location } as const;
    const play = hostPlay(
      { name: "p", hosts: ["w1"], vars: {}, tags: [], steps: [step], handlers: [], registers: {}, location },
      host,
      {
        inventory,
        roles: new Map([[name, role]]),
        assets: new Assets({ file: [], template: ["templates"] }),
        isSelected: () => true,
      },
    );
    const shell = new LocalShell({ readOnly: true });
    const outcomes: string[] = [];
    await checkHostPlay(play, new HostSession(shell, new AbortController().signal), {
      taskStart: () => undefined,
      output: () => undefined,
      taskEnd: (_task, _isHandler, { outcome }) => outcomes.push(outcome),
    });
    expect(shell.sent.every(({ kind }) => kind === "probe")).toBe(true);
    expect(shell.frames).toBeLessThanOrEqual(2);
    expect(outcomes.length).toBeGreaterThanOrEqual(
      play.steps.filter((one) => typeof one !== "string").length,
    );
  });
});
