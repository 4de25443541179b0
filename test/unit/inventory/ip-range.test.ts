import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress, parseCidr } from "../../../src/inventory/ip-range.ts";

describe("parseAddress", () => {
  it.each(["10.0.0.1", "255.255.255.255", "fd00::1", "::"])("reads %s and writes it again", (text) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(text);
  });

  it.each(["10.0.0", "10.0.0.256", "010.0.0.1", "0x0a.0.0.1", "1", "fd00:::1", "", "node1"])(
    "refuses %j",
    (text) => {
      expect(parseAddress(text)).toBeNull();
    },
  );
});

describe("parseCidr", () => {
  it("gives both ends and the network", () => {
    expect(parseCidr("192.168.5.11/24")).toEqual({
      family: 4,
      prefix: 24,
      first: 0xc0a80500n,
      last: 0xc0a805ffn,
      address: 0xc0a8050bn,
      network: "192.168.5.0/24",
    });
    expect(parseCidr("fd00:40::1/64")).toMatchObject({ family: 6, network: "fd00:40::/64" });
    expect(parseCidr("0.0.0.0/0")).toMatchObject({ first: 0n, last: 0xffffffffn });
  });

  it.each([
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/8/8",
    "fd00::/129",
    "fe80::1%eth0/64",
  ])("refuses %j", (text) => {
    expect(parseCidr(text)).toBeNull();
  });
});
