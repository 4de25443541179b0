import { describe, expect, it } from "vitest";
import { bootProbe } from "../../../src/resources/boot-probe.ts";
import { rebootModule } from "../../../src/resources/reboot.ts";
import { readyScript } from "../../../src/resources/reboot-script.ts";
import { built, planOf } from "./plan-of.ts";
import { runSh } from "./run-sh.ts";

const boot = { id: "a/1", isNeeded: false, refusal: null };

describe("reboot", () => {
  it("acts each time", () => {
    expect(planOf(rebootModule, {}, { boot })).toMatchObject({ changes: [{ summary: "reboot" }] });
  });

  it("is ok where it need not, when asked to act only if needed", () => {
    expect(planOf(rebootModule, { when_needed: true }, { boot })).toMatchObject({ changes: [] });
    const needed = { boot: { ...boot, isNeeded: true } };
    expect(planOf(rebootModule, { when_needed: true }, needed)).toMatchObject({
      changes: [{ summary: "reboot" }],
    });
  });

  it("makes a second one unneeded", () => {
    const { plan, after } = built(rebootModule, { when_needed: true });
    const states = after?.({ boot: { ...boot, isNeeded: true } }) ?? {};
    expect(plan(states)).toMatchObject({ changes: [] });
  });

  it("counts its time limit from the reboot itself", () => {
    const args = { pre_reboot_delay: 30, reboot_timeout: 100, post_reboot_delay: 5 };
    expect(built(rebootModule, args).reboots).toMatchObject({ timeoutMs: 130_000, settleMs: 5000 });
  });
});

describe("boot probe", () => {
  const query = { need: false };

  it("says the same of the same start", () => {
    const ask = () => bootProbe.parse(runSh(bootProbe.script([query])).stdout, [query]);
    const [state] = ask();
    expect(state?.id).toMatch(/^[0-9a-f-]{36}\/\d+$/);
    expect(ask()).toEqual([state]);
  });

  it("reads what the host says of the next one", () => {
    const said = "a/1\nrefused Operation refused\nrefused try again\nneeded\n";
    expect(bootProbe.parse(said, [{ need: true }, query])).toEqual([
      { id: "a/1", isNeeded: true, refusal: "Operation refused\ntry again" },
      { id: "a/1", isNeeded: false, refusal: "Operation refused\ntry again" },
    ]);
  });
});

describe("a host that is back", () => {
  it("is ready once the test command succeeds, and else says what that said", () => {
    expect(runSh(readyScript("true")).status).toBe(0);
    expect(runSh(readyScript("echo not yet; exit 3"))).toMatchObject({ status: 3, stderr: "not yet\n" });
  });
});
