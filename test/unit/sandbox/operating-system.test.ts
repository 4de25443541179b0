import { expect, it } from "vitest";
import { parseOsRelease } from "../../../src/sandbox/operating-system.ts";

it.each([
  ["ID=debian\nVERSION_CODENAME=bookworm\n", { id: "debian", usesApt: true, codename: "bookworm" }],
  [
    'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=wilma\n',
    { id: "linuxmint", usesApt: true, codename: "wilma" },
  ],
  ['ID=fedora\nVERSION_CODENAME=""\n', { id: "fedora", usesApt: false, codename: null }],
  ["", { id: "unknown", usesApt: false, codename: null }],
])("parseOsRelease %#", (text, expected) => {
  expect(parseOsRelease(text)).toEqual(expected);
});
