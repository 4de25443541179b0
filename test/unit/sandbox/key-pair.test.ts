import { randomBytes } from "node:crypto";
import ssh2 from "ssh2";
import { expect, it } from "vitest";
import { generateKeyPair } from "../../../src/sandbox/key-pair.ts";

it("makes key pairs that ssh reads, and that belong together", () => {
  for (let i = 0; i < 300; i += 1) {
    const pair = generateKeyPair("a comment".slice(0, i % 9));
    const secret = ssh2.utils.parseKey(pair.privateKey);
    const open = ssh2.utils.parseKey(pair.publicKey);
    if (secret instanceof Error || open instanceof Error) throw new Error(pair.privateKey);
    const message = randomBytes(16);
    expect(open.verify(message, secret.sign(message))).toBe(true);
  }
});
