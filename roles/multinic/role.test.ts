import { describe, expect, it } from "vitest";
import { testRole } from "../../src/testing/test-role.ts";
import { host, link, mac } from "../../test/unit/network/multinic/example-host.ts";
import role from "./role.ts";

const cards = [1, 2].map((number) => link(`ens${number + 3}`, mac(number)));
const last = "See that all extra interfaces are set up";

describe("the role multinic", () => {
  it("does nothing where nothing is asked for", () => {
    expect(testRole(role, { args: {} }).tasks).toEqual([]);
    expect(testRole(role, { args: { interfaces: [], rows: [] } }).tasks).toEqual([]);
  });

  it("has a task for each interface, and one that looks at all of them", () => {
    const args = { interfaces: [{ mac: mac(1) }], rows: [{ id: 7, mac: mac(2) }] };
    const { tasks } = testRole(role, { args, facts: { host: host(cards) } });
    expect(tasks.map(({ name }) => name)).toEqual([`Set up ${mac(1)}`, `Set up ${mac(2)} (row 7)`, last]);
  });

  it("gives what is asked for, guarded, and is done then", () => {
    const wanted = { mac: mac(1), addresses: ["10.30.0.5/24"], mtu: 9000 };
    const facts = { host: host(cards) };
    const built = testRole(role, { args: { interfaces: [wanted] }, facts })
      .task(`Set up ${mac(1)}`)
      .built();
    const states = { host: host(cards) };
    const plan = built.plan(states);
    expect(plan.kind === "changes" && plan.changes.map((change) => change.kind)).toEqual(["path", "run"]);
    expect(plan).toMatchObject({
      changes: [
        { path: "/etc/netplan/90-multinic0.yaml", after: { mode: "0600" } },
        { summary: "make ens4 multinic0" },
      ],
    });
    expect(built.planAgain(states)).toEqual({ kind: "changes", changes: [] });
  });

  it("skips what it must not touch, and tells of all that is not set up", () => {
    const rows = [
      { id: 1, mac: "nonsense" },
      { id: 2, mac: "52:54:00:00:00:01" },
      { id: 3, mac: mac(1) },
    ];
    const { tasks, task } = testRole(role, { args: { rows }, facts: { host: host(cards) } });
    expect(tasks.slice(0, 3).map(({ runs }) => runs)).toEqual([false, false, true]);
    const plan = task(last).built().plan({});
    expect(plan).toMatchObject({ kind: "failed", message: expect.stringContaining("3 errors") });
    expect(plan).toMatchObject({ message: expect.stringContaining("ens3 has the address 192.0.2.11/24") });
    expect(plan).toMatchObject({ message: expect.stringContaining("ens4 is not set up as multinic0") });
  });

  it("waits for netplan where the host has nothing of the kind yet", () => {
    const facts = { host: host(cards, { backend: null }) };
    const { task } = testRole(role, { args: { rows: [{ id: 3, mac: mac(1) }] }, facts });
    expect(JSON.stringify(task(`Set up ${mac(1)} (row 3)`))).toContain("neither netplan nor wicked");
  });
});
