import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { BundleItem } from "../../../src/bundle/bundle-schema.ts";

/** A folder that is gone after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lab-bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files below a folder, by their paths. */
export function writeFiles(folder: string, files: Readonly<Record<string, Buffer | string>>): void {
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), data);
  }
}

/** An item for a file of these bytes. */
export function itemOf(data: Buffer | string, item: Omit<BundleItem, "sha256" | "size">): BundleItem {
  const sha256 = createHash("sha256").update(data).digest("hex");
  return { ...item, sha256, size: Buffer.byteLength(data) };
}

/** A new bundle whose files hold their own paths; returns its folder. */
export function madeBundle(items: readonly Omit<BundleItem, "sha256" | "size">[]): string {
  const folder = newFolder();
  writeFiles(folder, Object.fromEntries(items.map(({ path }) => [path, path])));
  const file = { bundle: 1, items: items.map((item) => itemOf(item.path, item)) };
  writeFileSync(join(folder, "bundle.json"), JSON.stringify(file, null, 2));
  return folder;
}

/** The beginning of a program for this architecture, as far as anybody looks at it. */
export function program(arch: "amd64" | "arm64"): Buffer {
  const head = Buffer.alloc(64);
  head.write("\x7fELF", 0, "latin1");
  head[5] = 1;
  head.writeUInt16LE(arch === "amd64" ? 62 : 183, 18);
  return head;
}
