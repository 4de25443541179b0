import { join } from "node:path";
import type { InputProblem } from "../errors.ts";
import { fromHere } from "../input/from-here.ts";
import { sizeProblem } from "./bundle-item.ts";
import type { BundleItem } from "./bundle-schema.ts";
import { contentProblems } from "./check-content.ts";
import { fileSha256 } from "./file-sha256.ts";
import type { Bundle } from "./read-bundle.ts";

/** All that is wrong with the files of a bundle, each at the place of its item. Cost: reads all of them, one after another. */
export async function verifyBundle(bundle: Bundle): Promise<InputProblem[]> {
  const problems: InputProblem[] = [];
  for (const [index, item] of bundle.items.entries()) {
    const location = bundle.source.locate(["items", index, "path"]);
    for (const message of await itemProblems(bundle, item)) problems.push({ message, location });
  }
  return problems;
}

async function itemProblems({ folder }: Bundle, item: BundleItem): Promise<readonly string[]> {
  const path = join(folder, item.path);
  const name = fromHere(path);
  const size = sizeProblem(path, item);
  if (size !== null) return [size];
  const sha256 = await fileSha256(path);
  if (sha256 !== item.sha256) return [`${name} has the sha256 ${sha256}, and not ${item.sha256}`];
  return contentProblems(path, name, item);
}
