import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { foreignFiles } from "../../../../src/network/interfaces/foreign-files.ts";
import { kernelState } from "../../../../src/network/interfaces/kernel-state.ts";
import { networkSetup, parseNetworkSetup } from "../../../../src/network/interfaces/network-setup.ts";
import { expectReviewed } from "../expect-reviewed.ts";

describe("the questions to a host", () => {
  it.each([
    ["network-setup", networkSetup({})],
    ["kernel-state", kernelState({})],
    ["foreign-files", foreignFiles({ renderer: "netplan" })],
  ] as const)("%s is this", async (name, { kind, query }) => {
    await expectReviewed(kind.script([query]), name);
  });

  it("find the connection among the ancestors, where sudo has hidden it", () => {
    const { kind } = networkSetup({});
    const inner = `env -u SSH_CONNECTION sh -c "$SCRIPT"`;
    const { stdout } = spawnSync("sh", ["-c", `${inner}; true`], {
      encoding: "utf8",
      env: { ...process.env, SSH_CONNECTION: "192.0.2.1 51234 192.0.2.11 22", SCRIPT: kind.script([]) },
    });
    expect(parseNetworkSetup(stdout).sshAddress).toBe("192.0.2.11");
  });
});
