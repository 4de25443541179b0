import { describe, expect, it } from "vitest";
import { durationMs, share } from "../../../src/reconcile/duration.ts";
import { listenAddress } from "../../../src/reconcile/listen-address.ts";

describe("texts of flags", () => {
  it.each([
    ["30s", 30_000],
    ["30", 30_000],
    ["500ms", 500],
    ["1.5m", 90_000],
    ["1h", 3_600_000],
    ["0", null],
    ["-1s", null],
    ["1d", null],
    ["", null],
  ])("reads the time %j", (text, ms) => expect(durationMs(text)).toBe(ms));

  it.each([
    ["10%", 0.1],
    ["0.25", 0.25],
    ["0", 0],
    ["100%", null],
    ["-5%", null],
    ["some", null],
  ])("reads the share %j", (text, value) => expect(share(text)).toBe(value));

  it.each([
    ["127.0.0.1:9095", { host: "127.0.0.1", port: 9095 }],
    ["[::1]:0", { host: "::1", port: 0 }],
    ["localhost:80", { host: "localhost", port: 80 }],
    ["9095", { host: "127.0.0.1", port: 9095 }],
    ["::1:80", null],
    ["127.0.0.1", null],
    ["127.0.0.1:65536", null],
  ])("reads the address %j", (text, address) => expect(listenAddress(text)).toEqual(address));
});
