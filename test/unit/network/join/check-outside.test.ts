import { expect, it } from "vitest";
import { outsidePeers } from "../../../../src/network/join/check-outside.ts";

it.each([
  ["https://headscale.example/path", "headscale.example", 443],
  ["http://mirror.example", "mirror.example", 80],
  ["login.tailscale.com:8443", "login.tailscale.com", 8443],
  ["https://[2001:db8::1]:50443", "2001:db8::1", 50_443],
  ["198.51.100.7", "198.51.100.7", 443],
])("%s is tried as %s port %i", (written, address, port) => {
  expect(outsidePeers([written])).toEqual([{ name: written, address, ports: [port] }]);
});
