import { describe, expect, it } from "vitest";
import { addressIn } from "../../../src/sandbox/create-network.ts";

describe("addresses of sandbox hosts", () => {
  it("begin after the engine's own, and go on over the end of a byte", () => {
    expect(addressIn("172.18.0.0/16", 0)).toBe("172.18.0.2");
    expect(addressIn("172.18.0.0/16", 254)).toBe("172.18.1.0");
  });

  it("end before the address of the whole network", () => {
    expect(addressIn("10.0.0.0/29", 4)).toBe("10.0.0.6");
    expect(() => addressIn("10.0.0.0/29", 5)).toThrow("too small");
  });
});
