import { InputError } from "../errors.ts";
import { paxValues, readTarHeader, type TarEntry } from "./tar-header.ts";

/** Who is told what an archive holds; `data` and `end` are about the entry that was told last. */
export interface TarVisitor {
  entry(entry: TarEntry): void;
  data?(piece: Buffer): void;
  end?(): void;
}

const blockBytes = 512;
/** Long names and the like; what claims more is no archive. */
const largestExtension = 1024 * 1024;

/**
 * Takes a tar archive in pieces of any size, and tells what it holds: POSIX ustar and pax, GNU long names and sizes.
 * Nothing is judged or written here: a path may be anything. Throws InputError where it is no tar archive, or cut off.
 */
export class TarReader {
  readonly #name: string;
  readonly #visitor: TarVisitor;
  #pending: Buffer = Buffer.alloc(0);
  /** Bytes of the present entry that are still to come, and what fills up its last block. */
  #left = 0;
  #padding = 0;
  /** Of an entry that only describes the next one; null for one that is told. */
  #extension: { readonly type: string; pieces: Buffer[] } | null = null;
  #described: Readonly<Record<string, string>> = {};
  #entries = 0;
  #hasEnded = false;

  /** `name` is what messages call the archive. */
  constructor(name: string, visitor: TarVisitor) {
    this.#name = name;
    this.#visitor = visitor;
  }

  /** Takes the next piece. */
  write(piece: Buffer): void {
    this.#pending = this.#pending.length === 0 ? piece : Buffer.concat([this.#pending, piece]);
    while (this.#step()) {}
  }

  /** To be called when there is no more. */
  end(): void {
    if (this.#hasEnded) return;
    if (this.#left > 0 || this.#pending.length > 0) throw this.#wrong("it is cut off");
    if (this.#entries === 0) throw this.#wrong("it is empty");
  }

  /** Whether something could be done with what is there. */
  #step(): boolean {
    if (this.#hasEnded) {
      this.#pending = Buffer.alloc(0);
      return false;
    }
    if (this.#left > 0) return this.#takeData();
    if (this.#padding > 0) return this.#skipPadding();
    if (this.#pending.length < blockBytes) return false;
    this.#takeHeader(this.#take(blockBytes));
    return true;
  }

  #take(bytes: number): Buffer {
    const taken = this.#pending.subarray(0, bytes);
    this.#pending = this.#pending.subarray(bytes);
    return taken;
  }

  #takeData(): boolean {
    if (this.#pending.length === 0) return false;
    const piece = this.#take(Math.min(this.#left, this.#pending.length));
    this.#left -= piece.length;
    if (this.#extension) this.#extension.pieces.push(Buffer.from(piece));
    else this.#visitor.data?.(piece);
    if (this.#left === 0) this.#finish();
    return true;
  }

  #skipPadding(): boolean {
    if (this.#pending.length === 0) return false;
    this.#padding -= this.#take(Math.min(this.#padding, this.#pending.length)).length;
    return true;
  }

  #takeHeader(block: Buffer): void {
    if (block.every((byte) => byte === 0)) {
      this.#hasEnded = true;
      if (this.#entries === 0) throw this.#wrong("it is empty");
      return;
    }
    const header = readTarHeader(block, this.#described);
    if (!header) throw this.#wrong(this.#entries === 0 ? "it begins like something else" : "it is damaged");
    this.#entries += 1;
    this.#left = header.size;
    this.#padding = (blockBytes - (header.size % blockBytes)) % blockBytes;
    if (/^[xgLK]$/.test(header.type)) {
      if (header.size > largestExtension) throw this.#wrong("it is damaged");
      this.#extension = { type: header.type, pieces: [] };
    } else {
      this.#extension = null;
      this.#described = {};
      this.#visitor.entry(header.entry);
    }
    if (header.size === 0) this.#finish();
  }

  #finish(): void {
    if (!this.#extension) {
      this.#visitor.end?.();
      return;
    }
    const { type, pieces } = this.#extension;
    const text = Buffer.concat(pieces).toString("utf8");
    // What a global header says (a commit, by git archive) is about no entry.
    if (type === "x") this.#described = { ...this.#described, ...paxValues(text) };
    else if (type === "L") this.#described = { ...this.#described, path: text.replace(/\0.*$/s, "") };
    else if (type === "K") this.#described = { ...this.#described, linkpath: text.replace(/\0.*$/s, "") };
  }

  #wrong(reason: string): InputError {
    return new InputError({ message: `${this.#name} is not a tar archive that can be read: ${reason}` });
  }
}
