import { isCollection, parseDocument, Scalar, visit } from "yaml";
import { InputError, type Location } from "../errors.ts";
import { type JsonNode, parseJsonTree } from "../input/json-tree.ts";
import { locator } from "../input/location.ts";
import { armorBegin, isArmored } from "../input/sealed-text.ts";
import { parseYamlFile } from "../input/yaml-file.ts";
import { vaultTag } from "../input/yaml-secrets.ts";
import { syntaxProblem } from "../input/yaml-syntax.ts";

/** A value of a file that is encrypted by itself, or in YAML is to be: what stands behind `!vault`. */
export interface VaultValue {
  /** The range of the text that it fills, the tag included. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly style: ValueStyle;
  readonly location: Location;
}

/** How a value is written: as JSON, as a quoted text of YAML, or as a block whose lines are indented. */
export type ValueStyle =
  | { readonly kind: "json" }
  | { readonly kind: "quoted" }
  | { readonly kind: "block"; readonly header: string; readonly indent: string };

/**
 * The values of a YAML or JSON file that are encrypted one by one, in their order. Throws InputError for any other file;
 * it shows no line of one that is hidden.
 */
export function vaultValues(file: string, text: string, isHidden = false): VaultValue[] {
  const json = parseJsonTree(text);
  const at = locator(file, text, isHidden);
  if (!("message" in json)) return inJson(json, at);
  if (!text.includes(vaultTag.tag)) {
    if (text.includes(armorBegin)) parseYamlFile(file, text);
    return [];
  }
  return inYaml(text, at);
}

type At = (start: number, end: number) => Location;

function inJson(node: JsonNode, at: At): VaultValue[] {
  if (node.items) return node.items.flatMap((item) => inJson(item, at));
  if (node.entries) return [...node.entries.values()].flatMap((entry) => inJson(entry.node, at));
  if (typeof node.value !== "string" || !isArmored(node.value)) return [];
  const { start, end, value } = node;
  return [{ start, end, text: value, style: { kind: "json" }, location: at(start, end) }];
}

function inYaml(text: string, at: At): VaultValue[] {
  const found: VaultValue[] = [];
  const document = parseDocument(text, { customTags: [vaultTag], prettyErrors: false, logLevel: "error" });
  // A value that the parser overlooks would stay as it is.
  const [mistake] = document.errors;
  if (mistake) throw new InputError(syntaxProblem(mistake, text, at));
  visit(document, {
    Scalar(_key, node, around) {
      if (node.tag !== vaultTag.tag || !node.range) return;
      const [valueStart, end] = node.range;
      const start = text.lastIndexOf(vaultTag.tag, valueStart);
      const isFlow = around.some((outer) => isCollection(outer) && outer.flow);
      const { style, comment } = isFlow ? { style: quoted, comment: "" } : styleOf(node, text, start, end);
      const location = at(start, valueStart);
      found.push({ start, end: end + comment.length, text: String(node.value), style, location });
    },
  });
  return found;
}

const quoted: ValueStyle = { kind: "quoted" };

/** A block stays as it is; what stands alone on its line becomes one, with the comment behind it in its head. */
function styleOf(
  node: Scalar,
  text: string,
  start: number,
  end: number,
): { readonly style: ValueStyle; readonly comment: string } {
  if (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED) {
    const [header = "", first = ""] = text
      .slice(start + vaultTag.tag.length, end)
      .trimStart()
      .split("\n");
    return { style: { kind: "block", header, indent: /^ */.exec(first)?.[0] ?? "" }, comment: "" };
  }
  const comment = /^[ \t]*(#[^\n]*)?(?=\n|$)/.exec(text.slice(end))?.[0];
  if (comment === undefined) return { style: quoted, comment: "" };
  const lineStart = text.lastIndexOf("\n", start) + 1;
  const outer = /^(?: |- )*/.exec(text.slice(lineStart))?.[0].length ?? 0;
  return { style: { kind: "block", header: `|${comment}`, indent: " ".repeat(outer + 2) }, comment };
}
