import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { backendState, readNodeState, writeNodeState } from "../../stand-ins/tailscale/node-state.ts";

it("the stand-in of tailscaled keeps a node on disk, and knows its state by that alone", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-tailscale-"));
  const path = join(folder, "tailscaled.state");
  try {
    const fresh = readNodeState(path);
    expect(backendState(fresh)).toBe("NeedsLogin");
    const prefs = { ...fresh.prefs, WantRunning: true, Hostname: "w1" };
    writeNodeState(path, { prefs, nodeKey: "nodekey:1", expiry: "" });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const kept = readNodeState(path);
    expect(kept.prefs.Hostname).toBe("w1");
    expect(backendState(kept)).toBe("Running");
    expect(backendState({ ...kept, prefs: { ...prefs, WantRunning: false } })).toBe("Stopped");
    expect(backendState({ ...kept, expiry: "2020-01-01T00:00:00Z" })).toBe("NeedsLogin");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
