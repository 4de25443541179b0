import { describe, expect, it } from "vitest";
import { sysctlModule } from "../../../src/resources/sysctl.ts";
import { withSysctl } from "../../../src/resources/sysctl-file.ts";
import { sysctlPath } from "../../../src/resources/sysctl-key.ts";
import { sysctlProbe } from "../../../src/resources/sysctl-probe.ts";
import { absent, fileOf } from "./path-states.ts";
import { planOf } from "./plan-of.ts";
import { recorded } from "./recorded.ts";
import { runSh } from "./run-sh.ts";

const forward = { name: "net.ipv4.ip_forward", value: 1 } as const;
const live = (value: string | null) => ({ exists: true, value });

describe("sysctl probe", () => {
  it("reads values with single spaces, and tells unreadable from missing", () => {
    const keys = ["ip_forward", "ping_group_range", "route/flush"].map((key) => `net/ipv4/${key}`);
    const queries = [...keys, "net/no/such"].map((key) => ({ path: `/proc/sys/${key}` }));
    expect(sysctlProbe.parse(recorded("sysctls"), queries)).toEqual([
      live("1"),
      live("0 2147483647"),
      live(null),
      { exists: false, value: null },
    ]);
  });

  it("reads whole numbers on this machine, which the shell's own read would cut to one digit", () => {
    const queries = [{ path: "/proc/sys/kernel/pid_max" }, { path: "/proc/sys/no/such" }];
    const { status, stdout } = runSh(sysctlProbe.script(queries));
    expect(status).toBe(0);
    const [limit, missing] = sysctlProbe.parse(stdout, queries);
    expect(Number(limit?.value)).toBeGreaterThan(300);
    expect(missing?.exists).toBe(false);
  });
});

describe("sysctlPath", () => {
  it.each([
    ["net.ipv4.ip_forward", "/proc/sys/net/ipv4/ip_forward"],
    ["net/ipv4/ip_forward", "/proc/sys/net/ipv4/ip_forward"],
    ["net.ipv4.conf.eth0/100.forwarding", "/proc/sys/net/ipv4/conf/eth0.100/forwarding"],
    ["net/ipv4/conf/eth0.100/forwarding", "/proc/sys/net/ipv4/conf/eth0.100/forwarding"],
  ])("of %s", (key, path) => {
    expect(sysctlPath(key)).toBe(path);
  });
});

describe("withSysctl", () => {
  it.each([
    ["adds to an empty file", "", "vm.swappiness", "1", "vm.swappiness = 1\n"],
    ["keeps comments and others", "# a\nb.c = 2\n", "a.b", "1", "# a\nb.c = 2\na.b = 1\n"],
    ["leaves an equal line as it is written", "a.b=1  2\n", "a.b", "1 2", "a.b=1  2\n"],
    ["replaces in place, however it is written", "-a/b = 1\nc.d = 2\n", "a.b", "3", "a.b = 3\nc.d = 2\n"],
    ["leaves the last of two", "a.b = 1\nc.d = 2\na.b = 3\n", "a.b", "3", "c.d = 2\na.b = 3\n"],
    ["takes out", "a.b = 1\nc.d = 2\n", "a.b", null, "c.d = 2\n"],
    ["mends a missing line end", "c.d = 2", "a.b", "1", "c.d = 2\na.b = 1\n"],
  ])("%s", (_, text, key, value, expected) => {
    expect(withSysctl(text, key, value)).toBe(expected);
  });
});

describe("sysctl", () => {
  const file = fileOf("net.ipv4.ip_forward = 1\n");

  it.each([
    ["live and written", forward, live("1"), file],
    [
      "equal but for white space",
      { name: "net.ipv4.ping_group_range", value: "0\t1000" },
      live("0 1000"),
      fileOf("net.ipv4.ping_group_range=0 1000\n"),
    ],
    ["only written, with reload: false", { ...forward, reload: false }, live("0"), file],
    ["absent", { name: forward.name, state: "absent" }, live("1"), absent],
  ] as const)("is ok when %s", (_, args, sysctl, state) => {
    expect(planOf(sysctlModule, args, { sysctl, file: state })).toEqual({ kind: "changes", changes: [] });
  });

  it("sets the live value first, then writes the file", () => {
    expect(planOf(sysctlModule, forward, { sysctl: live("0"), file: absent })).toEqual({
      kind: "changes",
      changes: [
        {
          kind: "run",
          summary: "net.ipv4.ip_forward: 0 → 1",
          script: "printf '%s\\n' '1' >'/proc/sys/net/ipv4/ip_forward'",
          undo: "[ -e '/proc/sys/net/ipv4/ip_forward' ] || exit 0\nprintf '%s\\n' '0' >'/proc/sys/net/ipv4/ip_forward'",
          timeoutMs: 30_000,
        },
        {
          kind: "path",
          path: "/etc/sysctl.d/99-lab.conf",
          before: { kind: "absent" },
          after: {
            kind: "file",
            content: { kind: "text", text: "net.ipv4.ip_forward = 1\n" },
            mode: "0644",
            owner: "root",
            group: "root",
          },
        },
      ],
    });
  });

  it("is blocked by a missing parameter, and names the module that brings it", () => {
    const name = "net.bridge.bridge-nf-call-iptables";
    const sysctl = { exists: false, value: null };
    expect(planOf(sysctlModule, { name, value: 1 }, { sysctl, file: absent })).toEqual({
      kind: "blocked",
      reason: "/proc/sys/net/bridge/bridge-nf-call-iptables does not exist (module br_netfilter?)",
    });
  });

  it("is blocked where the folder of the file is missing", () => {
    const states = { sysctl: live("1"), file: { kind: "absent", parent: "absent" } };
    expect(planOf(sysctlModule, forward, states)).toEqual({
      kind: "blocked",
      reason: "directory /etc/sysctl.d does not exist",
    });
  });
});
