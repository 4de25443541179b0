import { InputError } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import { type FoundItem, fits, found } from "./bundle-item.ts";
import type { BundleItem } from "./bundle-schema.ts";
import { fullRef, partsOfRef } from "./image-ref.ts";
import { type Bundle, readBundle } from "./read-bundle.ts";

/** Which images of a bundle are meant: by reference, or by name where the bundle has one version of it. */
export interface ImageQuery {
  readonly refs: readonly string[];
  readonly names: readonly string[];
  readonly arch: string;
}

/** An archive of a bundle, and the references in it that are wanted. */
export interface WantedImage {
  readonly item: FoundItem;
  readonly refs: readonly string[];
}

/** The archives that hold the images that are meant, each once, in the order asked for. Throws InputError for all that are missing. */
export function imageItems(name: string, query: ImageQuery): WantedImage[] {
  const bundle = readBundle(name);
  const images = bundle.items.filter((item) => item.kind === "image" && fits(item, query.arch));
  const asked = [
    ...query.refs.map((ref) => byRef(bundle, images, fullRef(ref), query.arch)),
    ...query.names.map((imageName) => byName(bundle, images, imageName, query.arch)),
  ];
  const problems = asked.flatMap((one) => ("problem" in one ? [one.problem] : []));
  if (problems.length > 0) throw new InputError(problems);
  const wanted = new Map<BundleItem, string[]>();
  for (const one of asked) {
    if ("problem" in one) continue;
    wanted.set(one.item, [...new Set([...(wanted.get(one.item) ?? []), ...one.refs])]);
  }
  return [...wanted].map(([item, refs]) => ({ item: found(bundle, item), refs }));
}

type Asked =
  | { readonly item: BundleItem; readonly refs: readonly string[] }
  | { readonly problem: { readonly message: string; readonly hint: string } };

function byRef(bundle: Bundle, images: readonly BundleItem[], ref: string, arch: string): Asked {
  const holders = images.filter((item) => item.refs?.some((one) => fullRef(one) === ref));
  const item = holders.find((holder) => holder.arch !== "all") ?? holders[0];
  if (item) return { item, refs: [ref] };
  const message = `the bundle ${bundle.name} has no image ${ref} for ${arch}`;
  return { problem: { message, hint: whatIsThere(images, ref) } };
}

function byName(bundle: Bundle, images: readonly BundleItem[], name: string, arch: string): Asked {
  const [item, ...others] = images.filter((one) => one.name === name);
  if (item && others.length === 0) return { item, refs: (item.refs ?? []).map(fullRef) };
  if (item) {
    const message = `the bundle ${bundle.name} has several images ${name} for ${arch}`;
    const refs = [item, ...others].flatMap((one) => one.refs ?? []);
    return { problem: { message, hint: `name the reference: ${refs.join(", ")}` } };
  }
  const message = `the bundle ${bundle.name} has no image ${name} for ${arch}`;
  return { problem: { message, hint: suggestion(name, new Set(images.map((one) => one.name))) } };
}

function whatIsThere(images: readonly BundleItem[], ref: string): string {
  const { name } = partsOfRef(ref);
  const refs = images.flatMap((item) => (item.refs ?? []).map(fullRef));
  const same = refs.filter((one) => partsOfRef(one).name === name);
  return same.length > 0 ? `it has ${same.join(", ")}` : suggestion(ref, refs);
}
