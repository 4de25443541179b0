import { describe, expect, it } from "vitest";
import { fingerprintOf, readRow } from "../../../../src/network/multinic/table-row.ts";

const bare = {
  id: 7,
  macaddress: " fa:16:3e:00:00:01 ",
  attached_node_name: "worker1",
  netplan_success: 0,
  created_at: "2030-01-31 14:05:09",
  modified_at: null,
  deleted_at: null,
};

const read = (given: object) => {
  const { fingerprint: _, ...row } = readRow({ ...bare, ...given });
  return row;
};

describe("a row", () => {
  it("needs nothing but an id and a hardware address", () =>
    expect(read({})).toEqual({ id: 7, mac: "fa:16:3e:00:00:01" }));

  it.each([
    ['["10.30.0.5/24", "fd00:30::5/64"]'],
    [["10.30.0.5/24", "fd00:30::5/64"]],
    ["10.30.0.5/24, fd00:30::5/64"],
    ['"10.30.0.5/24,fd00:30::5/64"'],
  ])("may have addresses: %j", (addresses) =>
    expect(read({ addresses }).addresses).toEqual(["10.30.0.5/24", "fd00:30::5/64"]),
  );

  it("may have routes and an MTU", () => {
    const routes =
      '[{"to": "10.31.0.0/16", "via": "10.30.0.1", "metric": 50}, {"to": "10.32.0.0/16", "via": null}]';
    expect(read({ routes, mtu: 9000 })).toMatchObject({
      routes: [{ to: "10.31.0.0/16", via: "10.30.0.1", metric: 50 }, { to: "10.32.0.0/16" }],
      mtu: 9000,
    });
  });

  it("passes on what makes no sense, so that it is refused with its own words", () => {
    expect(read({ macaddress: null, routes: "somewhere", mtu: "many" })).toEqual({
      id: 7,
      mac: "",
      routes: [{ to: "somewhere" }],
      mtu: 0,
    });
    expect(read({ routes: '["x"]' }).routes).toEqual([{ to: '"x"' }]);
  });
});

it("tells rows apart that differ in any column, also in one that lab does not know", () => {
  const all = [
    bare,
    { ...bare, modified_at: "2030-01-31 14:05:10" },
    { ...bare, deleted_at: "x" },
    { ...bare, note: 1 },
  ];
  expect(new Set(all.map(fingerprintOf)).size).toBe(4);
  expect(fingerprintOf({ b: 1, a: 2 })).toBe(fingerprintOf({ a: 2, b: 1 }));
});
