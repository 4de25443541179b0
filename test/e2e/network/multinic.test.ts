import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { playLab } from "../../run-lab.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { startReconcile } from "../start-reconcile.ts";
import { foreignState, macOf, namedInterfaces, plugIn } from "./extra-interfaces.ts";
import { type MariaDb, order, startMariaDb } from "./mariadb.ts";

const table = `CREATE TABLE multi_interface (
  id INT AUTO_INCREMENT PRIMARY KEY,
  macaddress VARCHAR(64) NOT NULL,
  attached_node_name VARCHAR(255) NOT NULL,
  netplan_success TINYINT NOT NULL DEFAULT 0,
  addresses JSON NULL,
  routes JSON NULL,
  mtu INT NULL,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  modified_at DATETIME NULL,
  deleted_at DATETIME NULL
)`;

/** Host by host: how many interfaces each of the three has at first. */
const counts = [4, 3, 3];

let sandbox: FreshSandbox;
let database: MariaDb;
let playbook: string;

const hosts = () => sandbox.hosts;
const play = () => ["multinic", "-i", sandbox.files.clusters];

/** As the playbook of that name, but for the time that a host waits before it takes a change back. */
const quick = () => [playbook, "-i", sandbox.files.clusters];

/** A row for an interface of a host; returns its id. */
async function addRow(
  node: string,
  mac: string,
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const columns = { macaddress: mac, attached_node_name: node, ...more };
  await database.query(
    `INSERT INTO multi_interface (${Object.keys(columns).join(", ")}) VALUES (?)`.replace(
      "(?)",
      `(${Object.keys(columns)
        .map(() => "?")
        .join(", ")})`,
    ),
    Object.values(columns),
  );
  const [row] = await database.query("SELECT MAX(id) AS id FROM multi_interface");
  return Number(row?.id);
}

/** Hardware addresses of the rows that are marked as set up. */
async function setUp(): Promise<string[]> {
  const rows = await database.query(
    "SELECT macaddress FROM multi_interface WHERE netplan_success = 1 ORDER BY id",
  );
  return rows.map(({ macaddress }) => String(macaddress));
}

beforeAll(async () => {
  sandbox = await freshHosts(3);
  const [, , last] = hosts();
  if (!last) throw new Error("there is no third host");
  const install =
    "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends netplan.io";
  const netplan = Promise.all(hosts().map((host) => order(host, `(${install}) >/dev/null 2>&1`)));
  await netplan;
  database = await startMariaDb(last);
  await database.query(table);
  await Promise.all(hosts().map((host, number) => plugIn(host, number, 0, 8)));
  playbook = join(dirname(sandbox.files.clusters), "quick.yaml");
  const role = { role: "multinic", guarded: 5, args: { rows: "{{default multinic_rows null}}" } };
  await writeFile(playbook, JSON.stringify([{ name: "Quick", hosts: "all", roles: [role] }]));
  process.env.LAB_MULTINIC_DATABASE_URL = database.url;
});

afterAll(async () => {
  delete process.env.LAB_MULTINIC_DATABASE_URL;
  await sandbox?.remove();
});

describe("extra interfaces from a table", () => {
  it("are set up, ten on three hosts, and what is not to be touched is left alone", async () => {
    const before = await Promise.all(hosts().map(foreignState));
    const [first] = hosts();
    if (!first) throw new Error("there is no host");
    const good: string[] = [];
    for (const [number, { name }] of hosts().entries()) {
      for (let index = 0; index < (counts[number] ?? 0); index += 1) {
        const mac = macOf(number, index);
        const addresses = JSON.stringify([
          `10.90.${index}.${number + 1}/24`,
          `fd00:90:${index}::${number + 1}/64`,
        ]);
        const routes = JSON.stringify([{ to: `10.91.${index}.0/24`, via: `10.90.${index}.254` }]);
        good.push(mac);
        await addRow(name, mac.toUpperCase(), index === 0 ? { addresses, routes, mtu: "1400" } : {});
      }
    }
    const foreign = (await order(first, "cat /sys/class/net/eth0/address")).trim();
    await addRow(first.name, "zz:16:3e:00:00:01");
    await addRow(first.name, "fa:16:3e:00:00:99");
    await addRow(first.name, foreign);
    await addRow("elsewhere", macOf(0, 7));

    const check = await playLab(...play(), "--check");
    const run = await playLab(...play());
    expect(run.changed).toHaveLength(10);
    expect(check.changed).toEqual(run.changed);
    expect(run.exitCode).toBe(3);
    const [failure = ""] = run.failures;
    expect(run.failures).toHaveLength(1);
    expect(failure).toContain(
      `zz:16:3e:00:00:01: "zz:16:3e:00:00:01" is no hardware address of one interface`,
    );
    expect(failure).toContain("fa:16:3e:00:00:99: there is no interface with this hardware address");
    expect(failure).toContain(`${foreign}: eth0 has the address ${first.address}`);

    expect((await setUp()).map((mac) => mac.toLowerCase()).toSorted()).toEqual(good.toSorted());
    expect(await Promise.all(hosts().map(foreignState))).toEqual(before);
    expect(await namedInterfaces(first)).toEqual([
      `multinic0 ${macOf(0, 0)} 10.90.0.1/24 fd00:90:0::1/64`.replace("90:0::", "90::"),
      `multinic1 ${macOf(0, 1)}`,
      `multinic2 ${macOf(0, 2)}`,
      `multinic3 ${macOf(0, 3)}`,
    ]);
    expect(await order(first, "ip route show dev multinic0")).toContain("10.91.0.0/24 via 10.90.0.254");
    expect(await order(first, "stat -c '%a %n' /etc/netplan/9*")).toContain(
      "600 /etc/netplan/90-multinic0.yaml",
    );
    expect(run.stdout + run.stderr).not.toContain(database.password);
  });

  it("are not touched again, and the others wait", async () => {
    const again = await playLab(...play());
    expect([again.changed, again.exitCode]).toEqual([[], 3]);
    await database.query(
      "DELETE FROM multi_interface WHERE netplan_success = 0 AND attached_node_name <> 'elsewhere'",
    );
    expect((await playLab(...play())).exitCode).toBe(0);
  });

  it("keep their names, and a copy of the file before, when a row asks for something else", async () => {
    const [, second] = hosts();
    if (!second) throw new Error("there is no second host");
    const sql =
      "UPDATE multi_interface SET netplan_success = 0, mtu = 1300, addresses = ? WHERE macaddress = ?";
    await database.query(sql, [JSON.stringify(["10.92.0.1/24"]), macOf(1, 2).toUpperCase()]);
    const run = await playLab(...play());
    expect([run.failures, run.changed.length]).toEqual([[], 1]);
    expect(await namedInterfaces(second)).toContain(`multinic2 ${macOf(1, 2)} 10.92.0.1/24`);
    expect(await order(second, "cat /sys/class/net/multinic2/mtu")).toBe("1300\n");
    expect(await order(second, "ls /var/lib/multinic/backups")).toMatch(
      /^92-multinic2\.yaml\.\d{8}T\d{6}Z\n$/,
    );
  });

  it("are left as they are on a host that cannot keep what is asked for", async () => {
    const [, second] = hosts();
    if (!second) throw new Error("there is no second host");
    // netplan refuses all of its configuration where one file is wrong.
    await order(
      second,
      "echo 'network: {version: 2, ethernets: {x: {mtu: many}}}' >/etc/netplan/10-wrong.yaml",
    );
    const before = await namedInterfaces(second);
    const id = await addRow(second.name, macOf(1, 7));
    const run = await playLab(...play());
    expect(run.exitCode).toBe(3);
    expect(await order(second, "ls /etc/netplan; ip -br link show ex7")).not.toContain("93-multinic3");
    expect(await namedInterfaces(second)).toEqual(before);
    expect(
      (await database.query("SELECT netplan_success AS s FROM multi_interface WHERE id = ?", [id]))[0]?.s,
    ).toBe(0);
    await order(second, "rm /etc/netplan/10-wrong.yaml");
    await database.query("DELETE FROM multi_interface WHERE id = ?", [id]);
  });

  it("that would cut the host off are taken back by the host itself", async () => {
    const [, second] = hosts();
    if (!second) throw new Error("there is no second host");
    const before = [await foreignState(second), await namedInterfaces(second)];
    const control = (await order(second, "ip route show default")).split(" ")[2];
    const routes = JSON.stringify([{ to: `${control}/32` }]);
    const id = await addRow(second.name, macOf(1, 6), { routes });
    const run = await playLab(...quick());
    expect(run.failures).toEqual([expect.stringContaining(`${macOf(1, 6)}: ex6 is not set up as multinic3`)]);
    const reverted = run.events.find(
      (event) => event.kind === "task-end" && event.failure?.kind === "reverted",
    );
    expect(reverted).toMatchObject({
      host: second.name,
      task: `Set up ${macOf(1, 6)} (row ${id})`,
      ignored: true,
    });
    expect([await foreignState(second), await namedInterfaces(second)]).toEqual(before);
    expect(
      (await database.query("SELECT netplan_success AS s FROM multi_interface WHERE id = ?", [id]))[0]?.s,
    ).toBe(0);
    await database.query("DELETE FROM multi_interface WHERE id = ?", [id]);
  });

  it("that nobody asks for any more while they are set up are not said to be set up", async () => {
    const [first] = hosts();
    if (!first) throw new Error("there is no host");
    const ids: number[] = [];
    for (const index of [4, 5, 6]) ids.push(await addRow(first.name, macOf(0, index)));
    const running = startReconcile([...play(), "--every", "1h"]);
    await running.until(({ task }) => String(task).includes(macOf(0, 4)));
    await database.query("UPDATE multi_interface SET deleted_at = NOW() WHERE id = ?", [ids[0]]);
    await database.query("DELETE FROM multi_interface WHERE id = ?", [ids[2]]);
    const end = await running.until(({ tick }) => tick === 1);
    running.signal("SIGTERM");
    expect((await running.ended).exitCode).toBe(0);
    expect(end).toMatchObject({ outcome: "ok", changed: 3, database: "ok" });
    const rows = await database.query(
      "SELECT id, netplan_success AS s FROM multi_interface WHERE id IN (?)",
      [ids],
    );
    expect(rows).toEqual([
      { id: ids[0], s: 0 },
      { id: ids[1], s: 1 },
    ]);
    const warned = running.lines.filter(({ level }) => level === "warn").map(({ msg }) => String(msg));
    expect(warned).toHaveLength(2);
    expect(warned[0]).toContain(`row ${ids[0]} of ${first.name} was changed while its interface was set up`);
  });
});

describe("two reconcilers", () => {
  it("survive a database that goes away, and set up every row once", async () => {
    const flags = ["--every", "400ms", "--listen", "127.0.0.1:0", "-e", "multinic_database_retries=0"];
    const both = [1, 2].map(() => startReconcile([...play(), ...flags]));
    const urls = await Promise.all(both.map((one) => one.url()));
    const health = async (): Promise<unknown[]> =>
      Promise.all(
        urls.map(async (url) => {
          const response = await fetch(`${url}/healthz`);
          const report: { status: string; database: string } = JSON.parse(await response.text());
          return [response.status, report.status, report.database];
        }),
      );
    const ticked = (outcome: string, more: object = {}) =>
      Promise.all(
        both.map((one) =>
          one.until(
            (line) =>
              line.outcome === outcome && Object.entries(more).every(([key, value]) => line[key] === value),
          ),
        ),
      );
    await ticked("ok");
    expect(await health()).toEqual([1, 2].map(() => [200, "healthy", "ok"]));

    await database.stop();
    for (let misses = 0; misses < 3; misses += 1) await ticked("failed", { database: "away" });
    expect(await health()).toEqual([1, 2].map(() => [503, "unhealthy", "away"]));

    await database.start();
    const macs = [macOf(1, 4), macOf(2, 4), macOf(2, 5)];
    await addRow(hosts()[1]?.name ?? "", macOf(1, 4));
    await addRow(hosts()[2]?.name ?? "", macOf(2, 4));
    await addRow(hosts()[2]?.name ?? "", macOf(2, 5));
    await ticked("ok", { database: "ok" });
    const pending = `SELECT id FROM multi_interface
      WHERE netplan_success = 0 AND deleted_at IS NULL AND attached_node_name <> 'elsewhere'`;
    while ((await database.query(pending)).length > 0)
      await Promise.race(both.map((one) => one.until(({ tick }) => Number(tick) > 0)));
    await ticked("ok");
    expect(await health()).toEqual([1, 2].map(() => [200, "healthy", "ok"]));
    const metrics = await (await fetch(`${urls[0]}/metrics`)).text();
    expect(metrics).toContain("lab_reconcile_database_up 1");

    for (const one of both) one.signal("SIGTERM");
    const ends = await Promise.all(both.map((one) => one.ended));
    expect(ends).toEqual([1, 2].map(() => ({ exitCode: 0, stderr: "" })));
    const changes = both.flatMap(({ lines }) => lines.filter(({ msg, task }) => msg === "changed" && task));
    expect(changes.map(({ task }) => String(task).split(" ")[2]).toSorted()).toEqual(macs.toSorted());
    expect(await setUp()).toEqual(expect.arrayContaining(macs));
    expect(JSON.stringify(both.map(({ lines }) => lines))).not.toContain(database.password);
  });
});
