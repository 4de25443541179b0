import { expect, it } from "vitest";
import { subnetOf } from "../../stand-ins/apiserver/node-cidrs.ts";

it.each([
  ["10.244.0.0/16", 24, 0, "10.244.0.0/24"],
  ["10.244.0.0/16", 24, 255, "10.244.255.0/24"],
  ["10.244.0.0/16", 24, 256, null],
  ["10.96.0.0/12", 32, 10, "10.96.0.10/32"],
  ["fd00:10:244::/48", 64, 1, "fd00:10:244:1::/64"],
])("cuts %s into /%i: number %i", (cidr, mask, index, expected) => {
  expect(subnetOf(cidr, mask, index)).toBe(expected);
});
