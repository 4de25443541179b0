import type { ASTNode } from "@marcbachmann/cel-js";
import { bindingMacros, isNamespace } from "./expression-roots.ts";
import {
  boolean,
  double,
  type ExpressionType,
  type Misuse,
  partIs,
  type TypedPart,
} from "./expression-type.ts";
import { functionCall } from "./function-types.ts";
import { noSuchKey } from "./no-such-key.ts";
import { operation } from "./operator-types.ts";
import { ExpressionError } from "./text-error.ts";
import { anyOf, anything, entryOf, followKey, type Schemas, type ValueSchema } from "./value-schema.ts";

/** The form of what an expression comes to, and every mistake that its variables' forms show. */
export interface ExpressionTyping {
  readonly type: ValueSchema;
  readonly mistakes: readonly ExpressionError[];
}

/** Follows an expression from the known forms of its variables. Cost: one walk over the expression. */
export function typeOfExpression(ast: ASTNode, schemas: Schemas): ExpressionTyping {
  const typing = new Typing(schemas);
  return { type: typing.of(ast, new Map()), mistakes: typing.mistakes };
}

/** What macros bind around a place. */
type Bound = ReadonlyMap<string, ExpressionType>;

class Typing {
  readonly mistakes: ExpressionError[] = [];
  readonly #schemas: Schemas;
  /** Paths of which the expression has asked whether they are there: `has(groups.gpu)`, `groups.?gpu`. */
  readonly #asked = new Set<string>();

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  of(node: ASTNode, bound: Bound): ExpressionType {
    switch (node.op) {
      case "value":
        return typeOfLiteral(node.args);
      case "id":
        return bound.get(node.args) ?? this.#schemas.schemaOf(node.args) ?? anything;
      case ".":
      case ".?": {
        const [whole, key] = node.args;
        if (node.op === ".?") this.#asked.add(`${textOf(whole)}.${key}`);
        const type = this.#key(whole, key, node.range.end - key.length, key.length, bound);
        return node.op === "." ? type : anything;
      }
      case "[]":
      case "[?]": {
        const type = this.#index(node.args[0], node.args[1], bound);
        return node.op === "[]" ? type : anything;
      }
      case "call":
        return this.#call(node, node.args[0], null, node.args[1], bound);
      case "rcall":
        return this.#method(node, node.args, bound);
      case "list":
        return { type: "array", items: anyOf(node.args.map((entry) => this.of(entry, bound))) };
      case "map":
        for (const entry of node.args.flat()) this.of(entry, bound);
        return { type: "object" };
      case "?:":
        this.#truth(node.args[0], "?", bound);
        return anyOf(node.args.slice(1).map((branch) => this.of(branch, bound)));
      case "&&":
      case "||":
        for (const side of node.args) this.#truth(side, node.op, bound);
        return boolean;
      case "!_":
        this.#truth(node.args, "!", bound);
        return boolean;
      case "-_":
        return this.#negative(node.args, bound);
      default: {
        const { type, misuse } = operation(
          node.op,
          this.#part(node.args[0], bound),
          this.#part(node.args[1], bound),
        );
        this.#report(misuse, node);
        return type;
      }
    }
  }

  #negative(node: ASTNode, bound: Bound): ExpressionType {
    const part = this.#part(node, bound);
    const { type } = part.type;
    if (type === undefined || type === "integer" || type === "number") return part.type;
    this.#report({ message: `${partIs(part)}, and - needs a number`, hint: "" }, node);
    return anything;
  }

  #key(whole: ASTNode, key: string, offset: number, length: number, bound: Bound): ExpressionType {
    const schema = this.of(whole, bound);
    const found = followKey(schema, key);
    if (found && schema.type !== "array") return found;
    if (schema.mayLackKeys && this.#asked.has(`${textOf(whole)}.${key}`)) return anything;
    const { message, hint } = noSuchKey(textOf(whole), schema, key);
    this.mistakes.push(new ExpressionError(message, offset, length, hint));
    return anything;
  }

  #index(whole: ASTNode, index: ASTNode, bound: Bound): ExpressionType {
    const key = this.of(index, bound);
    const { start, end } = index.range;
    if (index.op === "value" && typeof index.args === "string") {
      return this.#key(whole, index.args, start, end - start, bound);
    }
    const schema = this.of(whole, bound);
    if (schema.type === undefined) return anything;
    const fits = schema.type === "object" ? ["string"] : schema.type === "array" ? ["integer", "number"] : [];
    if (fits.length > 0 && (key.type === undefined || fits.includes(key.type))) return entryOf(schema);
    this.#report(noSuchKey(textOf(whole), schema, textOf(index)), index);
    return anything;
  }

  #method(
    node: ASTNode,
    [name, receiver, values]: [string, ASTNode, ASTNode[]],
    bound: Bound,
  ): ExpressionType {
    const [variable, ...others] = values;
    if (isNamespace(receiver)) {
      if (name !== "bind" || variable?.op !== "id") return this.#all(values, bound);
      const [value, result] = others;
      if (!value || !result) return anything;
      return this.of(result, new Map([...bound, [variable.args, this.of(value, bound)]]));
    }
    if (variable?.op !== "id" || !bindingMacros.has(name)) {
      return this.#call(node, name, this.#part(receiver, bound), values, bound);
    }
    const list = this.#part(receiver, bound);
    const entry = this.#entry(list, name, receiver);
    const inner = new Map([...bound, [variable.args, entry]]);
    const result = others.at(-1);
    for (const condition of name === "map" ? others.slice(0, -1) : others)
      this.#truth(condition, name, inner);
    if (name === "map") return { type: "array", items: result ? this.of(result, inner) : anything };
    return name === "filter" ? { type: "array", items: entry } : boolean;
  }

  /** What a macro binds: an entry of a list, a key of a mapping. */
  #entry(list: TypedPart, name: string, receiver: ASTNode): ExpressionType {
    if (list.type.type === undefined) return anything;
    if (list.type.type === "array") return entryOf(list.type);
    if (list.type.type === "object") return { type: "string" };
    this.#report({ message: `${partIs(list)}, and ${name}() is a function of a list`, hint: "" }, receiver);
    return anything;
  }

  #call(
    node: ASTNode,
    name: string,
    receiver: TypedPart | null,
    values: readonly ASTNode[],
    bound: Bound,
  ): ExpressionType {
    if (name === "has" && !receiver) {
      for (const value of values) this.#asked.add(textOf(value));
      this.#all(values, bound);
      return boolean;
    }
    const parts = values.map((value) => this.#part(value, bound));
    const { type, misuse } = functionCall(name, receiver, parts);
    this.#report(misuse, node);
    return type;
  }

  #all(nodes: readonly ASTNode[], bound: Bound): ExpressionType {
    for (const node of nodes) this.of(node, bound);
    return anything;
  }

  #truth(node: ASTNode, operator: string, bound: Bound): void {
    const part = this.#part(node, bound);
    if (part.type.type === undefined || part.type.type === "boolean") return;
    const message = `${partIs(part)}, and ${operator} needs true or false`;
    this.#report({ message, hint: truthHint(part) }, node);
  }

  #part(node: ASTNode, bound: Bound): TypedPart {
    return { written: textOf(node), type: this.of(node, bound) };
  }

  #report(misuse: Misuse | null, { range }: ASTNode): void {
    if (!misuse) return;
    this.mistakes.push(
      new ExpressionError(misuse.message, range.start, range.end - range.start, misuse.hint),
    );
  }
}

/** How a value becomes a condition. */
export function truthHint({ written, type }: TypedPart): string {
  if (type.type === "string") return `compare it with something: ${written} != ""`;
  if (type.type === "array" || type.type === "object") return `ask for its size: size(${written}) > 0`;
  return type.type === "integer" || type.type === "number" ? `compare it with something: ${written} > 0` : "";
}

function textOf({ input, range }: ASTNode): string {
  return input.slice(range.start, range.end);
}

function typeOfLiteral(value: unknown): ExpressionType {
  if (value === null) return { type: "null" };
  if (typeof value === "bigint") return { type: "integer" };
  if (typeof value === "number") return double;
  if (typeof value === "string") return { type: "string" };
  return typeof value === "boolean" ? boolean : anything;
}
