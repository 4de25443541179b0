import { describe, expect, it } from "vitest";
import { type KernelModuleState, kernelModuleProbe } from "../../../src/resources/kernel-module-probe.ts";
import { modprobeModule } from "../../../src/resources/modprobe.ts";
import { absent, fileOf } from "./path-states.ts";
import { planOf } from "./plan-of.ts";
import { recorded } from "./recorded.ts";

function kernel(presence: KernelModuleState["presence"], over: Partial<KernelModuleState> = {}) {
  return { presence, loadable: true, modprobe: true, ...over };
}

const files = { load: fileOf("br_netfilter\n"), options: absent };

describe("kernel module probe", () => {
  it("finds what is loaded, and what is built in by its traces", () => {
    const queries = ["overlay", "br_netfilter", "wireguard"].map((name) => ({ name }));
    expect(kernelModuleProbe.parse(recorded("kernel-modules"), queries)).toEqual([
      kernel("loaded", { loadable: false }),
      kernel("builtin", { loadable: false }),
      kernel("absent", { loadable: false }),
    ]);
  });

  it("reads modules.builtin, where - and _ are the same, and file systems", () => {
    const output = "loadable\nkernel/net/netfilter/nf-tables.ko\nnodev\tceph\nkernel/fs/xfs/xfs.ko\n";
    const queries = ["nf_tables", "ceph", "xfs", "fs"].map((name) => ({ name }));
    expect(kernelModuleProbe.parse(output, queries).map(({ presence }) => presence)).toEqual([
      "builtin",
      "builtin",
      "builtin",
      "absent",
    ]);
  });
});

describe("modprobe", () => {
  it.each(["loaded", "builtin"] as const)("is ok when %s and asked for at boot", (presence) => {
    const states = { module: kernel(presence), ...files };
    expect(planOf(modprobeModule, { name: "br_netfilter" }, states)).toEqual({
      kind: "changes",
      changes: [],
    });
  });

  it("is loaded now and at boot, with its options", () => {
    const states = { module: kernel("absent"), load: absent, options: absent };
    const plan = planOf(modprobeModule, { name: "loop", params: "max_loop=8" }, states);
    expect(plan).toMatchObject({
      changes: [
        {
          summary: "modprobe loop max_loop=8",
          script: expect.stringContaining("modprobe 'loop' 'max_loop=8' || exit"),
          undo: expect.stringContaining("rmmod"),
        },
        { path: "/etc/modules-load.d/loop.conf", after: { content: { text: "loop\n" } } },
        { path: "/etc/modprobe.d/loop.conf", after: { content: { text: "options loop max_loop=8\n" } } },
      ],
    });
  });

  it("is unloaded, and asked for no more", () => {
    const plan = planOf(
      modprobeModule,
      { name: "loop", state: "absent" },
      { module: kernel("loaded"), ...files },
    );
    expect(plan).toMatchObject({
      changes: [
        { script: "modprobe -r 'loop'", undo: "modprobe 'loop'" },
        { path: "/etc/modules-load.d/loop.conf", after: { kind: "absent" } },
      ],
    });
  });

  it.each([
    [
      "loop is not in the running kernel, which cannot load modules",
      "present",
      kernel("absent", { loadable: false }),
    ],
    ["modprobe is missing (package kmod)", "present", kernel("absent", { modprobe: false })],
    ["loop is built into the kernel", "absent", kernel("builtin")],
  ] as const)("is blocked: %s", (reason, state, module) => {
    const plan = planOf(modprobeModule, { name: "loop", state }, { module, ...files });
    expect(plan).toEqual({ kind: "blocked", reason });
  });
});
