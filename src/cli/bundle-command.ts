import { join, resolve } from "node:path";
import { createBundle } from "../bundle/create-bundle.ts";
import { gatherFiles } from "../bundle/gather-files.ts";
import { packBundle, refuseArchiveName } from "../bundle/pack-bundle.ts";
import { readBundle } from "../bundle/read-bundle.ts";
import { verifyBundle } from "../bundle/verify-bundle.ts";
import { exitCode, InputError } from "../errors.ts";
import { countOf } from "../input/count-of.ts";
import { printProblems } from "../input/print-problems.ts";
import { sanitize } from "../report/sanitize.ts";
import { bundleTable, totalSize } from "./bundle-table.ts";

/** Takes output; warnings go to stderr. */
export interface BundleOutput {
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
}

/** What `lab bundle create` is asked for. */
export interface CreateFlags {
  /** Files that are copied into the folder first, and descriptions of such. */
  readonly from: readonly string[];
  /** Where it is packed to; null leaves it a folder. */
  readonly archive: string | null;
}

/** `lab bundle create`: what cannot be placed is a warning. Throws InputError. */
export async function createCommand(
  folder: string,
  { from, archive }: CreateFlags,
  output: BundleOutput,
): Promise<number> {
  if (archive !== null) refuseArchiveName(archive);
  const path = resolve(folder);
  await gatherFiles(path, from);
  const { items, unplaced } = await createBundle(path);
  if (unplaced.length > 0) output.note(`${printProblems(unplaced, "warning")}\n`);
  const manifest = join(folder, "bundle.json");
  output.out(`${sanitize(`wrote ${manifest}: ${countOf(items.length, "file")}, ${totalSize(items)}`)}\n`);
  if (archive !== null) {
    await packBundle(path, items, archive);
    output.out(`${sanitize(`wrote ${archive}`)}\n`);
  }
  return exitCode.ok;
}

/** `lab bundle verify`. Throws InputError with everything that is wrong. */
export async function verifyCommand(name: string, { out }: BundleOutput): Promise<number> {
  const bundle = readBundle(name);
  const problems = await verifyBundle(bundle);
  if (problems.length > 0) throw new InputError(problems);
  out(
    `${sanitize(`${name}: ${countOf(bundle.items.length, "file")}, ${totalSize(bundle.items)}, all as bundle.json says`)}\n`,
  );
  return exitCode.ok;
}

/** `lab bundle list`. Throws InputError. */
export function listCommand(name: string, kind: "table" | "json", { out }: BundleOutput): number {
  const { items } = readBundle(name);
  out(kind === "json" ? `${JSON.stringify(items, null, 2)}\n` : `${bundleTable(items).join("\n")}\n`);
  return exitCode.ok;
}
