import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sumDurations } from "../../bench/kubernetes/program-times.ts";

describe("the script that makes a cluster by hand", () => {
  it("passes shellcheck", () => {
    const script = join(import.meta.dirname, "../../bench/kubernetes/by-hand.sh");
    const { stdout, status } = spawnSync("shellcheck", ["-s", "sh", script], { encoding: "utf8" });
    expect([stdout, status]).toEqual(["", 0]);
  });
});

describe("what stand-ins write down about their calls", () => {
  it("is counted and summed", () => {
    const text = "kubeadm@1.33.4 init 5234.1\nkubectl@1.33.4 --kubeconfig=/etc/kubernetes/admin.conf 265.9\n";
    expect(sumDurations(text)).toEqual({ calls: 2, seconds: 5.5 });
    expect(sumDurations("")).toEqual({ calls: 0, seconds: 0 });
  });
});
