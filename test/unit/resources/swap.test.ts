import { describe, expect, it } from "vitest";
import { swapModule } from "../../../src/resources/swap.ts";
import { type SwapState, swapProbe } from "../../../src/resources/swap-probe.ts";
import { absent, fileOf } from "./path-states.ts";
import { planOf } from "./plan-of.ts";
import { runSh } from "./run-sh.ts";

const none: SwapState = { active: [], generated: [], enabled: [], systemd: true };

describe("swap probe", () => {
  it("reads areas, and the units that would bring swap back", () => {
    const output = [
      "systemd",
      "active -2 /swap\\040file",
      "active 100 /dev/zram0",
      "generated dev-zram0.swap",
      "enabled zramswap.service",
      "enabled zramswap.service",
    ].join("\n");
    expect(swapProbe.parse(output, [{}])).toEqual([
      {
        active: [
          { priority: -2, path: "/swap file" },
          { priority: 100, path: "/dev/zram0" },
        ],
        generated: ["dev-zram0.swap"],
        enabled: ["zramswap.service"],
        systemd: true,
      },
    ]);
  });

  it("runs on this machine", () => {
    const { status, stderr } = runSh(swapProbe.script([{}]));
    expect([status, stderr]).toEqual([0, ""]);
  });
});

describe("swap", () => {
  it.each([
    ["without an fstab", absent],
    ["when no entry of fstab is swap", fileOf("/dev/sda1 / ext4 defaults 0 1\n# /swap none swap sw 0 0\n")],
  ])("is ok %s", (_, fstab) => {
    expect(planOf(swapModule, { state: "absent" }, { swap: none, fstab })).toEqual({
      kind: "changes",
      changes: [],
    });
  });

  it("is switched off for good: services, fstab, generated units, then what is active", () => {
    const swap: SwapState = {
      active: [
        { path: "/swap file", priority: -2 },
        { path: "/dev/zram0", priority: 100 },
      ],
      generated: ["dev-zram0.swap"],
      enabled: ["zramswap.service"],
      systemd: true,
    };
    const fstab = fileOf(
      "UUID=1 / ext4 defaults 0 1\n/swap\\040file none swap sw 0 0\nUUID=2\tnone\tswap\tsw\n",
    );
    expect(planOf(swapModule, { state: "absent" }, { swap, fstab })).toMatchObject({
      changes: [
        { summary: "systemctl disable --now zramswap.service" },
        {
          path: "/etc/fstab",
          after: {
            content: {
              text: "UUID=1 / ext4 defaults 0 1\n# /swap\\040file none swap sw 0 0\n# UUID=2\tnone\tswap\tsw\n",
            },
          },
        },
        { summary: "systemctl mask dev-zram0.swap", undo: "systemctl unmask -- 'dev-zram0.swap'" },
        {
          summary: "swapoff /swap file, /dev/zram0",
          script: "swapoff -a",
          undo: expect.stringContaining("|| swapon -p 100 '/dev/zram0' || exit"),
        },
      ],
    });
  });

  it("lets systemd forget the units that it made from fstab", () => {
    const plan = planOf(
      swapModule,
      { state: "absent" },
      { swap: none, fstab: fileOf("/swap none swap sw 0 0\n") },
    );
    expect(plan).toMatchObject({ changes: [{ path: "/etc/fstab" }, { summary: "systemctl daemon-reload" }] });
  });
});
