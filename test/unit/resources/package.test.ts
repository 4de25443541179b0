import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { packageModule } from "../../../src/resources/package.ts";
import { type PackageState, packageProbe } from "../../../src/resources/package-probe.ts";
import { built, planOf } from "./plan-of.ts";
import { recorded } from "./recorded.ts";
import { runSh } from "./run-sh.ts";

function parsed(output: string, names: readonly string[], candidate = true) {
  return packageProbe.parse(
    output,
    names.map((name) => ({ name, candidate })),
  );
}

function state(version: string | null, over: Partial<PackageState> = {}): PackageState {
  const installed = version === null ? null : { version };
  return {
    manager: "apt",
    installed,
    residue: false,
    held: false,
    candidate: null,
    listsAgeSeconds: null,
    ...over,
  };
}

describe("package probe", () => {
  it("reads what a Debian host printed", () => {
    const names = ["bash", "awk", "tree", "cron", "libc6:amd64", "no-such-package"];
    expect(parsed(recorded("debian-packages"), names)).toEqual([
      state("5.2.15-2+b13", { candidate: "5.2.15-2+b13", listsAgeSeconds: 51 }),
      state("1.3.4.20200120-3.1", { listsAgeSeconds: 51 }),
      state("2.1.0-1", { candidate: "2.1.0-1", held: true, listsAgeSeconds: 51 }),
      state(null, { candidate: "3.0pl1-162", residue: true, listsAgeSeconds: 51 }),
      state("2.36-9+deb12u14", { candidate: "2.36-9+deb12u14", listsAgeSeconds: 51 }),
      state(null, { listsAgeSeconds: 51 }),
    ]);
  });

  it("counts half configured packages as missing, and foreign architectures only by name", () => {
    const output = "manager apt\nruby|3.1|iF |amd64|\nlibz|1.2|ii |armhf|\n";
    const versions = parsed(output, ["ruby", "libz:amd64", "libz:armhf"]).map(
      (one) => one.installed?.version,
    );
    expect(versions).toEqual([undefined, undefined, "1.2"]);
  });

  it.each([
    [
      "dnf",
      "manager dnf\ninstalled chrony 4.3-1.el9\npackage jq is not installed\nprovided sh 5.1.8-6.el9\nlock chrony-0:4.3-1.el9.*\ncandidate chrony 4.5-1.el9\n",
    ],
    [
      "zypper",
      "manager zypper\ninstalled chrony 4.3-1.el9\npackage jq is not installed\nprovided sh 5.1.8-6.el9\nlock chrony\ncandidate chrony 4.5-1.el9\n",
    ],
  ] as const)("reads what %s prints", (manager, output) => {
    expect(parsed(output, ["chrony", "jq", "sh"])).toEqual([
      state("4.3-1.el9", { manager, held: true, candidate: "4.5-1.el9" }),
      state(null, { manager }),
      state("5.1.8-6.el9", { manager }),
    ]);
  });

  it("reads what apk prints", () => {
    const output =
      "manager apk\nbusybox-extras-1.36.1-r15\ncurl-8.5.0-r0\n---\nInstalled:   Available:\ncurl-8.5.0-r0 < 8.6.0-r1\n";
    expect(parsed(output, ["busybox-extras", "curl", "jq"])).toEqual([
      state("1.36.1-r15", { manager: "apk", candidate: "1.36.1-r15" }),
      state("8.5.0-r0", { manager: "apk", candidate: "8.6.0-r1" }),
      state(null, { manager: "apk" }),
    ]);
  });

  it("knows the packages of this machine, if it has dpkg", () => {
    const queries = [
      { name: "dpkg", candidate: false },
      { name: "no-such-package", candidate: false },
    ];
    const { status, stdout, stderr } = runSh(packageProbe.script(queries));
    expect([status, stderr]).toEqual([0, ""]);
    const [dpkg, missing] = packageProbe.parse(stdout, queries);
    expect(dpkg?.installed === null).toBe(dpkg?.manager !== "apt");
    expect(missing?.installed).toBeNull();
  });
});

describe("package", () => {
  it.each([
    ["present", { name: "jq" }, { jq: state("1.6") }],
    ["of the pinned version", { name: "jq=1.6" }, { jq: state("1.6") }],
    ["of a pinned pattern", { name: "jq=1.*" }, { jq: state("1.6-2") }],
    ["pinned up to the release", { name: "jq=1.6" }, { jq: state("1.6-2.el9", { manager: "dnf" }) }],
    ["the latest", { name: "jq", state: "latest" }, { jq: state("1.6", { candidate: "1.6" }) }],
    ["held", { name: "jq", state: "latest" }, { jq: state("1.6", { candidate: "1.7", held: true }) }],
    ["absent", { name: "jq", state: "absent" }, { jq: state(null, { residue: true }) }],
  ] as const)("is ok when %s", (_, args, states) => {
    expect(planOf(packageModule, args, states)).toEqual({ kind: "changes", changes: [] });
  });

  it("installs only what is missing, in one call", () => {
    const plan = planOf(
      packageModule,
      { name: ["jq", "runc=1.1.5", "tree"], install_recommends: false },
      { jq: state(null), runc: state("1.0"), tree: state("2") },
    );
    if (plan.kind !== "changes") throw new Error(plan.kind);
    expect(plan.changes.map((change) => change.kind === "run" && change.summary)).toEqual([
      "apt: install jq, runc=1.1.5",
    ]);
    const [change] = plan.changes;
    if (change?.kind !== "run") throw new Error("not a command");
    expect(change.script).toContain(
      "lab_apt install -o APT::Install-Recommends=false --allow-downgrades --allow-change-held-packages 'jq' 'runc=1.1.5'",
    );
    expect(change.undo).not.toMatch(/jq|runc/);
  });

  it.each([
    ["by default only where needed", {}, `if ! [ -e "$1" ]; then refresh`],
    [
      "when they are old",
      { update_cache: true, cache_valid_time: 60 },
      '[ "$age" -gt 60 ] || [ "$age" -lt 0 ]; then refresh',
    ],
  ])("fetches package lists %s", (_, args, expected) => {
    const plan = planOf(packageModule, { name: "jq", ...args }, { jq: state(null) });
    expect(JSON.stringify(plan)).toContain(JSON.stringify(expected).slice(1, -1));
  });

  it("never fetches package lists with update_cache: false", () => {
    const plan = planOf(packageModule, { name: "jq", update_cache: false }, { jq: state(null) });
    expect(JSON.stringify(plan)).not.toContain("refresh");
  });

  it("with latest and update_cache, old lists are a change, since they tell nothing", () => {
    const args = { name: "jq", state: "latest", update_cache: true } as const;
    const summaries = [3601, 3600].map((listsAgeSeconds) => {
      const plan = planOf(packageModule, args, { jq: state("1.6", { candidate: "1.6", listsAgeSeconds }) });
      return plan.kind === "changes" && plan.changes.length;
    });
    expect(summaries).toEqual([1, 0]);
  });

  it("purges what was removed before, without a promise to undo it", () => {
    const plan = planOf(
      packageModule,
      { name: "jq", state: "absent", purge: true },
      { jq: state(null, { residue: true }) },
    );
    expect(plan).toMatchObject({ changes: [{ summary: "apt: purge jq" }] });
    expect(plan.kind === "changes" && plan.changes[0]).not.toHaveProperty("undo");
  });

  it("holds after the install, and says where that is not possible", () => {
    const args = { name: "jq", hold: true };
    expect(planOf(packageModule, args, { jq: state(null) })).toMatchObject({
      changes: [
        { summary: "apt: install jq" },
        {
          script: expect.stringMatching(/^lab_await_dpkg && apt-mark hold 'jq'$/m),
          undo: expect.stringMatching(/^lab_await_dpkg && apt-mark unhold 'jq'$/m),
        },
      ],
    });
    expect(planOf(packageModule, args, { jq: state("1", { manager: "apk" }) })).toEqual({
      kind: "blocked",
      reason: "apk cannot hold packages at their version",
    });
  });

  it.each([
    ["unhold, install, hold", { name: "jq=2.*" }],
    ["unhold, install, hold", { name: "jq=2.*", hold: true }],
    ["unhold, install", { name: "jq=2.*", hold: false }],
    ["unhold, install", { name: "jq", state: "latest", hold: false }],
    ["", { name: "jq", state: "latest" }],
  ] as const)("gives a held package another version: %s for %j", (expected, args) => {
    const plan = planOf(packageModule, args, { jq: state("1", { held: true, candidate: "2" }) });
    const verbs =
      plan.kind === "changes" ? plan.changes.map((change) => "summary" in change && change.summary) : [];
    expect(verbs.map((summary) => String(summary).split(" ")[1]).join(", ")).toBe(expected);
  });

  it.each(["apt", "zypper", "apk"] as const)(
    "waits as long as it may while somebody else uses %s",
    (manager) => {
      const script = (args: object): string => {
        const plan = planOf(packageModule, { name: "jq", ...args }, { jq: state(null, { manager }) });
        const [change] = plan.kind === "changes" ? plan.changes : [];
        return change?.kind === "run" ? change.script : "";
      };
      expect(script({})).toMatch(/\$\{lab_patience:-300\}/);
      expect(script({ lock_timeout: 0 })).toMatch(/^lab_patience=0\n/);
    },
  );

  it.each(["dnf", "zypper", "apk"] as const)(
    "is installed and removed by %s where that is in charge",
    (manager) => {
      const order = { dnf: "dnf -y", zypper: "zypper --non-interactive", apk: "apk" }[manager];
      const plan = planOf(packageModule, { name: "jq" }, { jq: state(null, { manager }) });
      expect(plan).toMatchObject({ changes: [{ script: expect.stringContaining(order) }] });
    },
  );

  it("refuses what would be an option of the package manager", () => {
    expect(() => built(packageModule, { name: ["jq", "-o=x"] })).toThrow(InputError);
  });

  it("is blocked on a host without a known package manager", () => {
    const plan = planOf(packageModule, { name: "jq" }, { jq: state(null, { manager: null }) });
    expect(plan.kind).toBe("blocked");
  });

  it.each([
    ["an unknown version", "jq", null],
    ["a pinned version", "jq=1.6", "1.6"],
    ["an unknown version of a pattern", "jq=1.*", null],
  ])("foretells %s", (_, name, version) => {
    const after = built(packageModule, { name }).after?.({ jq: state(null) });
    expect(after).toMatchObject({ jq: { installed: { version } } });
  });
});
