import { generateKeyPairSync, randomBytes } from "node:crypto";
import { InternalError } from "../errors.ts";

/** An ed25519 key pair as OpenSSH keeps it in files. */
export interface KeyPair {
  /** Text of a private key file, without a passphrase. */
  readonly privateKey: string;
  /** "ssh-ed25519 AAAA…", without a comment. */
  readonly publicKey: string;
}

const keyType = "ssh-ed25519";

/** Makes a new ed25519 key pair (format: OpenSSH's PROTOCOL.key). */
export function generateKeyPair(comment: string): KeyPair {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  if (!x || !d) throw new InternalError("an ed25519 key was exported without its numbers");
  const point = Buffer.from(x, "base64url");
  const seed = Buffer.from(d, "base64url");
  const publicPart = Buffer.concat([field(keyType), field(point)]);
  const check = randomBytes(4);
  const secretPart = [check, check, publicPart, field(Buffer.concat([seed, point])), field(comment)];
  const body = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    field("none"),
    field("none"),
    field(""),
    Buffer.from([0, 0, 0, 1]),
    field(publicPart),
    field(padded(Buffer.concat(secretPart))),
  ]);
  const lines = body.toString("base64").replace(/.{70}/g, "$&\n").trimEnd();
  return {
    privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicKey: `${keyType} ${publicPart.toString("base64")}`,
  };
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Fills up to the cipher's block size, which is 8 without a cipher, with the bytes 1, 2, 3, … */
function padded(bytes: Buffer): Buffer {
  const missing = (8 - (bytes.length % 8)) % 8;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
