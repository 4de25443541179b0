import type { BundleItem } from "../bundle/bundle-schema.ts";
import { sanitize } from "../report/sanitize.ts";

const head = ["NAME", "VERSION", "ARCH", "KIND", "SIZE", "FILE"];

/** The items of a bundle as a table, by kind and name; of an image its references stand for the name. */
export function bundleTable(items: readonly BundleItem[]): string[] {
  const rows = items.toSorted(byKindAndName).flatMap(cells);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column === 4 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** "431.2 MB": of all files together. */
export function totalSize(items: readonly BundleItem[]): string {
  return sizeText(items.reduce((sum, { size }) => sum + size, 0));
}

function cells(item: BundleItem): string[][] {
  const { name, version = "", arch, kind, size, path, refs = [name] } = item;
  return refs.map((ref, index) =>
    index === 0 ? [ref, version, arch, kind, sizeText(size), path].map(sanitize) : [sanitize(ref)],
  );
}

function byKindAndName(a: BundleItem, b: BundleItem): number {
  return a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name) || a.path.localeCompare(b.path);
}

function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
