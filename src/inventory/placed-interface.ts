import type { InputProblem } from "../errors.ts";
import type { DataPath } from "../input/yaml-file.ts";
import type { Declaration, DeclaredNode } from "./declaration.ts";
import type { InterfaceDeclaration } from "./interface-schema.ts";

/** An interface among the others of its node, and a way to say what is wrong with it. */
export interface PlacedInterface {
  readonly data: InterfaceDeclaration;
  readonly others: readonly InterfaceDeclaration[];
  /** A problem at a place within the interface. */
  wrong(place: DataPath, message: string, hint: string): InputProblem;
}

/** The interfaces of a node, each with its place in the file. */
export function placedInterfaces(
  source: Declaration["source"],
  { path, data: node }: DeclaredNode,
): PlacedInterface[] {
  const all = node.interfaces ?? [];
  return all.map((data, index) => ({
    data,
    others: all.filter((_, position) => position !== index),
    wrong: (place, message, hint) => ({
      message: `${data.name} of host "${node.name}": ${message}`,
      location: source.locate([...path, "interfaces", index, ...place]),
      hint,
    }),
  }));
}
