import { describe, expect, it } from "vitest";
import { foretold } from "../../../../src/network/multinic/foretold.ts";
import type { HostLink } from "../../../../src/network/multinic/host-state.ts";
import { interfaceDifference, isSettled } from "../../../../src/network/multinic/interface-difference.ts";
import { host, link, mac, plain, rich } from "./example-host.ts";

function asAskedFor(): HostLink {
  const [, made] = foretold(host([link("ens4", mac(1))]), "multinic0", rich).links;
  if (!made) throw new Error("it is gone");
  return made;
}

describe("an interface", () => {
  it("is as asked for once it is set up", () =>
    expect(isSettled(interfaceDifference(asAskedFor(), rich, "multinic0"))).toBe(true));

  it("lacks everything at first", () => {
    expect(interfaceDifference(link("ens4", mac(1)), rich, "multinic0")).toEqual({
      isOther: true,
      missingAddresses: rich.addresses,
      strayAddresses: [],
      missingRoutes: rich.routes,
      strayRoutes: [],
    });
  });

  it("loses what nobody asks for, but for what a router or the kernel gives", () => {
    const kernel = { to: "10.30.0.0/24", via: "", metric: 0, protocol: "kernel" };
    const stray = { to: "10.99.0.0/16", via: "10.30.0.1", metric: 0, protocol: "static" };
    const made = asAskedFor();
    const now = {
      ...made,
      addresses: [
        ...made.addresses,
        { address: "10.30.0.6/24", isDynamic: false },
        { address: "fd00:30::99/64", isDynamic: true },
      ],
      routes: [...made.routes, kernel, stray],
    };
    expect(interfaceDifference(now, rich, "multinic0")).toMatchObject({
      isOther: false,
      strayAddresses: ["10.30.0.6/24"],
      strayRoutes: [stray],
    });
  });

  it.each([{ isUp: false }, { mtu: 1400 }, { name: "ens4" }])("is another one with %j", (given) =>
    expect(interfaceDifference({ ...asAskedFor(), ...given }, rich, "multinic0").isOther).toBe(true),
  );

  it("takes any metric where none is asked for", () => {
    const route = { to: "fd00:31::/64", via: "fd00:30::1", metric: 1024, protocol: "static" };
    const now = link("multinic0", mac(2), { isUp: true, routes: [route] });
    const wanted = { ...plain, routes: [{ to: route.to, via: route.via }] };
    expect(isSettled(interfaceDifference(now, wanted, "multinic0"))).toBe(true);
  });
});
