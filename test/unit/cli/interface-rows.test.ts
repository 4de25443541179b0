import { describe, expect, it } from "vitest";
import { InterfaceRows } from "../../../src/cli/interface-rows.ts";
import type { RunEvent } from "../../../src/engine/event.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { inventoryOf } from "../../../src/inventory/load-inventory.ts";

const nodes = [
  { name: "cp1", role: "master" },
  { name: "w1", role: "worker" },
];
const cluster = { name: "demo", pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/16", nodes };
const row = { id: 7, mac: "fa:16:3e:00:00:01", fingerprint: "{}" };

/** Rows in a database that nobody listens for. */
function rowsOf(host: string): InterfaceRows {
  const { signal } = new AbortController();
  const access = { url: "mysql://lab:x@127.0.0.1:1/network", retries: 0, signal };
  return new InterfaceRows(new Map([[host, { access, rows: [row], done: [] }]]));
}

const at = "2030-01-31T14:05:09.000Z";

function ended(outcome: "ok" | "skipped", task = "Set up fa:16:3e:00:00:01 (row 7)"): RunEvent {
  const rest = {
    message: "",
    changes: [],
    diff: null,
    failure: null,
    ignored: false,
    rescue: false,
    seconds: 0,
  };
  const place = { id: "1/0", role: "multinic", handler: false, delegate: null };
  return { at, kind: "task-end", host: "w1", task, outcome, ...place, ...rest };
}

describe("rows of a run", () => {
  it("are a variable of their hosts", () => {
    const inventory = inventoryOf(parseYamlFile("clusters.json", JSON.stringify({ clusters: [cluster] })));
    const { hosts } = rowsOf("w1").withRows(inventory);
    expect(hosts.get("w1")?.vars.multinic_rows?.value).toEqual([{ id: 7, mac: row.mac }]);
    expect(hosts.get("cp1")?.vars.multinic_rows).toBeUndefined();
  });

  it("are told to the database once their tasks are done, and that is said where it fails", async () => {
    const rows = rowsOf("w1");
    rows.handle(ended("ok"));
    rows.handle({ at, kind: "host-end", host: "w1" });
    const { problems, isAway } = await rows.finish();
    expect(isAway).toBe(true);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^what was set up on w1 is not in the database: .*ECONNREFUSED/),
    ]);
  });

  it.each([
    ["were skipped", [ended("skipped")]],
    ["belong to another task", [ended("ok", "Set up fa:16:3e:00:00:01 (row 8)")]],
    [
      "are taken back",
      [ended("ok"), { at, kind: "undo", host: "w1", change: "", outcome: "undone", message: "" }],
    ],
  ] as [string, RunEvent[]][])("are not told where they %s", async (_, events) => {
    const rows = rowsOf("w1");
    for (const event of events) rows.handle(event);
    expect(await rows.finish()).toEqual({ problems: [], isAway: false });
  });
});
