import { describe, expect, it } from "vitest";
import { InternalError } from "../../../src/errors.ts";
import { serviceModule } from "../../../src/resources/service.ts";
import { type ServiceState, serviceProbe, type UnitState } from "../../../src/resources/service-probe.ts";
import { built, planOf } from "./plan-of.ts";
import { recorded } from "./recorded.ts";

function unit(over: Partial<UnitState> = {}): UnitState {
  return {
    kind: "unit",
    load: "loaded",
    active: "active",
    sub: "running",
    file: "enabled",
    ranOnce: false,
    needsReload: false,
    canReload: true,
    ...over,
  };
}

const dead = { active: "inactive", sub: "dead" };

function summaries(args: Parameters<typeof serviceModule.build>[0], service: ServiceState) {
  const plan = planOf(serviceModule, args, { service });
  if (plan.kind !== "changes") return plan;
  return plan.changes.map((change) => (change.kind === "run" ? change.summary : change.path));
}

describe("service probe", () => {
  const queries = ["demo", "sshd", "rescue", "nope", "missing", "once", "cond", "systemd-tmpfiles-clean"].map(
    (name) => ({ unit: `${name}.service` }),
  );

  it("reads what systemd 252 printed, an alias and a timer among it", () => {
    expect(serviceProbe.parse(recorded("systemd-units"), queries)).toEqual([
      unit({ canReload: false }),
      unit(),
      unit({ ...dead, file: "static", canReload: false }),
      unit({ ...dead, load: "masked", file: "masked", canReload: false }),
      { kind: "missing" },
      unit({ ...dead, ranOnce: true, canReload: false }),
      unit({ ...dead, file: "static", canReload: false }),
      unit({ sub: "waiting", file: "static", canReload: false }),
    ]);
  });

  it("knows a host without systemd, and refuses an answer that is too short", () => {
    expect(serviceProbe.parse("no systemd\n", queries)).toContainEqual({ kind: "no systemd" });
    expect(() => serviceProbe.parse("Id=demo.service\n", queries)).toThrow(InternalError);
  });
});

describe("service", () => {
  it.each([
    ["running and enabled", { state: "started", enabled: true }, unit()],
    ["reloading at the moment", { state: "started" }, unit({ active: "reloading" })],
    ["a one-shot that has run", { state: "started" }, unit({ ...dead, ranOnce: true })],
    ["stopped after a failure", { state: "stopped" }, unit({ active: "failed" })],
    ["masked", { masked: true }, unit({ load: "masked", file: "masked" })],
    ["of unchanged files", { daemon_reload: true }, unit()],
  ] as const)("is ok when %s", (_, args, state) => {
    expect(summaries({ name: "demo", ...args }, state)).toEqual([]);
  });

  it("says that a static unit cannot be enabled, and leaves it", () => {
    const plan = planOf(
      serviceModule,
      { name: "demo", enabled: true },
      { service: unit({ file: "static" }) },
    );
    expect(plan).toEqual({
      kind: "changes",
      changes: [],
      message: "a static unit can be neither enabled nor disabled",
    });
  });

  it.each([
    [
      "started and enabled, with changed files read first",
      { state: "started", enabled: true },
      unit({ ...dead, file: "disabled", needsReload: true }),
      ["systemctl daemon-reload", "systemctl enable demo.service", "systemctl start demo.service"],
    ],
    [
      "started without reading changed files",
      { state: "started", daemon_reload: false },
      unit({ ...dead, needsReload: true }),
      ["systemctl start demo.service"],
    ],
    ["read anew", { daemon_reload: true }, unit({ needsReload: true }), ["systemctl daemon-reload"]],
    [
      "stopped and disabled",
      { state: "stopped", enabled: false },
      unit(),
      ["systemctl disable demo.service", "systemctl stop demo.service"],
    ],
    ["restarted each time", { state: "restarted" }, unit(), ["systemctl restart demo.service"]],
    ["started instead of reloaded", { state: "reloaded" }, unit(dead), ["systemctl start demo.service"]],
    [
      "started when it fails again and again",
      { state: "started" },
      unit({ active: "activating", sub: "auto-restart" }),
      ["systemctl start demo.service"],
    ],
    [
      "disabled until the next boot",
      { enabled: false },
      unit({ file: "enabled-runtime" }),
      ["systemctl disable --runtime demo.service"],
    ],
    [
      "unmasked, enabled and started",
      { masked: false, enabled: true, state: "started" },
      unit({ ...dead, load: "masked", file: "masked" }),
      ["systemctl unmask demo.service", "systemctl enable demo.service", "systemctl start demo.service"],
    ],
  ] as const)("is %s", (_, args, state, expected) => {
    expect(summaries({ name: "demo", ...args }, state)).toEqual(expected);
  });

  it.each([
    ["started", unit({ active: "activating", sub: "start" })],
    ["stopped", unit({ active: "deactivating" })],
  ] as const)("waits for a unit that is about to be %s", (state, service) => {
    expect(planOf(serviceModule, { name: "demo", state }, { service }).kind).toBe("wait");
  });

  it.each([
    ["unit demo.service does not exist", { state: "stopped" }, { kind: "missing" }],
    ["systemd is not running, so demo.service cannot be managed", { enabled: true }, { kind: "no systemd" }],
    ['unit demo.service is masked; "masked: false" unmasks it', { enabled: true }, unit({ load: "masked" })],
    [
      'demo.service cannot be reloaded; use "state: restarted"',
      { state: "reloaded" },
      unit({ canReload: false }),
    ],
  ] as const)("is blocked: %s", (reason, args, service) => {
    expect(summaries({ name: "demo", ...args }, service)).toEqual({ kind: "blocked", reason });
  });

  it("undoes each step by its opposite, and lets what ran before read its old configuration last of all", () => {
    const args = { name: "demo", state: "started", enabled: true } as const;
    const plan = planOf(serviceModule, args, { service: unit({ ...dead, file: "enabled-runtime" }) });
    expect(plan).toMatchObject({
      changes: [
        { undo: "systemctl disable -- 'demo.service'\nsystemctl enable --runtime -- 'demo.service'" },
        { undo: expect.stringContaining("systemctl stop -- 'demo.service'") },
      ],
    });
    for (const [state, verb] of [
      ["restarted", "restart"],
      ["reloaded", "reload-or-restart"],
      ["stopped", "start"],
    ] as const) {
      const running = planOf(serviceModule, { name: "demo", state }, { service: unit() });
      const afterUndo = expect.stringContaining(`systemctl ${verb} -- 'demo.service' || explain`);
      expect(running).toMatchObject({ changes: [{ afterUndo }] });
      expect(running.kind === "changes" && running.changes[0]).not.toHaveProperty("undo");
    }
  });

  it("verifies a restart by what the unit has come to", () => {
    const restarted = built(serviceModule, { name: "demo.timer", state: "restarted" });
    expect(restarted.verify?.({ service: unit() })).toBeNull();
    expect(restarted.verify?.({ service: unit({ active: "failed", sub: "failed" }) })).toBe(
      "demo.timer was restarted, but is failed (failed)",
    );
    expect(built(serviceModule, { name: "demo", state: "started" }).verify).toBeUndefined();
  });

  it("foretells a state that needs nothing more", () => {
    const started = built(serviceModule, { name: "demo", state: "started", enabled: true });
    const service = unit({ ...dead, file: "disabled", needsReload: true });
    expect(started.plan(started.after?.({ service }) ?? {})).toEqual({ kind: "changes", changes: [] });
  });
});
