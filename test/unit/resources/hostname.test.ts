import { describe, expect, it } from "vitest";
import { hostnameModule } from "../../../src/resources/hostname.ts";
import { hostnameProbe } from "../../../src/resources/hostname-probe.ts";
import { fileOf } from "./path-states.ts";
import { planOf } from "./plan-of.ts";
import { runSh } from "./run-sh.ts";

describe("hostname", () => {
  it("is read from this machine as uname says it", () => {
    const { stdout } = runSh(hostnameProbe.script([{}]));
    expect(hostnameProbe.parse(stdout, [{}])).toEqual([runSh("uname -n").stdout.trim()]);
  });

  it("is ok when live and written, comments aside", () => {
    const states = { live: "worker1", file: fileOf("# mine\nworker1\n") };
    expect(planOf(hostnameModule, { name: "worker1" }, states)).toEqual({ kind: "changes", changes: [] });
  });

  it("is written and set, and undone to the old name", () => {
    const states = { live: "old", file: fileOf("old\n") };
    expect(planOf(hostnameModule, { name: "worker1" }, states)).toMatchObject({
      changes: [
        { path: "/etc/hostname", after: { content: { text: "worker1\n" } } },
        {
          summary: "host name: old → worker1",
          script:
            "{ printf '%s\\n' 'worker1' >/proc/sys/kernel/hostname; } 2>/dev/null || hostname 'worker1'",
          undo: "{ printf '%s\\n' 'old' >/proc/sys/kernel/hostname; } 2>/dev/null || hostname 'old'",
        },
      ],
    });
  });
});
