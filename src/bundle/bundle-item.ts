import { statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import { fromHere } from "../input/from-here.ts";
import { nearest } from "../input/suggest.ts";
import type { Content } from "../resources/change.ts";
import type { BundleItem, ItemKind } from "./bundle-schema.ts";
import { itemTitle } from "./item-title.ts";
import { type Bundle, readBundle } from "./read-bundle.ts";

/** Which item of a bundle is meant. */
export interface ItemQuery {
  readonly name: string;
  readonly kind: ItemKind;
  /** With or without a "v" before it. Needed where the bundle has several. */
  readonly version?: string;
  /** Of the host: "amd64", "arm64"; an item for "all" fits as well. */
  readonly arch: string;
}

/** Content that is sent as a file. */
export type UploadContent = Extract<Content, { kind: "upload" }>;

/** An item that was found, and what is sent of it. */
export type FoundItem = BundleItem & { readonly content: UploadContent };

/**
 * The item that is meant. Only its size is looked at here: its checksum is compared when it is sent. Throws InputError
 * where the bundle has none or several of them, or the file is not what bundle.json says.
 */
export function bundleItem(bundle: string, query: ItemQuery): FoundItem {
  const read = readBundle(bundle);
  const named = read.items.filter(({ kind, name }) => kind === query.kind && name === query.name);
  const fitting = named.filter((item) => fits(item, query.arch) && isVersion(item, query.version));
  const exact = fitting.filter(({ arch }) => arch !== "all");
  const [first, ...others] = exact.length > 0 ? exact : fitting;
  if (!first) throw new InputError(missing(read, query, named));
  if (others.length > 0) throw new InputError(ambiguous(read, query, [first, ...others]));
  return found(read, first);
}

/** An item with what is sent of it. Throws InputError where its file is not there, or not of the size that is said. */
export function found(bundle: Bundle, item: BundleItem): FoundItem {
  const localPath = join(bundle.folder, item.path);
  const problem = sizeProblem(localPath, item);
  if (problem !== null) {
    const location = bundle.source.locate(["items", bundle.items.indexOf(item)]);
    const hint = `lab bundle verify ${bundle.name} lists all that is wrong with it`;
    throw new InputError({ message: problem, location, hint });
  }
  return { ...item, content: { kind: "upload", localPath, sha256: item.sha256, size: item.size } };
}

/** What is wrong with the file of an item as far as can be seen without reading it; null when nothing is. */
export function sizeProblem(localPath: string, { size }: BundleItem): string | null {
  const stat = statSync(localPath, { throwIfNoEntry: false });
  if (!stat) return `the file ${fromHere(localPath)} is missing`;
  if (!stat.isFile()) return `${fromHere(localPath)} is not a file`;
  if (stat.size !== size) return `${fromHere(localPath)} has ${stat.size} bytes instead of ${size}`;
  return null;
}

/** Whether an item can be used on a host of this architecture. */
export function fits(item: BundleItem, arch: string): boolean {
  return item.arch === "all" || item.arch === arch;
}

/** "v1.33.4" is 1.33.4, and so is the package 1.33.4-1.1 where its revision is not asked for. */
function isVersion({ kind, version = "" }: BundleItem, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const [has, asked] = [version.replace(/^v/, ""), wanted.replace(/^v/, "")];
  return has === asked || (kind === "deb" && has.startsWith(`${asked}-`));
}

function missing(bundle: Bundle, query: ItemQuery, named: readonly BundleItem[]) {
  const { kind, name, version, arch } = query;
  const wanted = [kind, name, ...(version === undefined ? [] : [version])].join(" ");
  return {
    message: `the bundle ${bundle.name} has no ${wanted} for ${arch}`,
    hint: whatIsThere(bundle, query, named),
  };
}

function whatIsThere({ items }: Bundle, { kind, name }: ItemQuery, named: readonly BundleItem[]): string {
  if (named.length > 0) return `it has ${titles(named)}`;
  const names = [...new Set(items.filter((item) => item.kind === kind).map((item) => item.name))].toSorted();
  const near = nearest(name, names);
  if (near !== null) return `it has ${kind} ${near}`;
  if (names.length === 0) return `it has no ${kind} at all`;
  return `of this kind it has ${names.join(", ")}`;
}

function ambiguous({ name }: Bundle, query: ItemQuery, items: readonly BundleItem[]) {
  return {
    message: `the bundle ${name} has several of ${query.kind} ${query.name}`,
    hint: `say which version: ${titles(items)}`,
  };
}

function titles(items: readonly BundleItem[]): string {
  return items.map(itemTitle).join(", ");
}
