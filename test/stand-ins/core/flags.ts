import { parseDuration } from "./duration.ts";

/** What a flag takes. A "list" may be repeated, and holds commas; "optional" is a word with a default, as `--dry-run`. */
export type FlagKind = "text" | "flag" | "number" | "duration" | "list" | "texts" | "optional";

/** The flags of a command by their long names; `short` has the letters. */
export interface FlagSet {
  readonly flags: Readonly<Record<string, FlagKind>>;
  readonly short?: Readonly<Record<string, string>>;
}

/** A call, read by the rules of the Go library pflag. */
export interface ParsedFlags {
  readonly operands: readonly string[];
  /** What stands behind `--`; null where there is no `--`. */
  readonly afterDashes: readonly string[] | null;
  readonly given: readonly string[];
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  isSet(name: string): boolean;
}

/** A flag that is wrong, in pflag's words. */
export class FlagError extends Error {}

/** Joins flag sets. */
export function flagSets(...sets: readonly FlagSet[]): FlagSet {
  return {
    flags: Object.assign({}, ...sets.map((set) => set.flags)),
    short: Object.assign({}, ...sets.map((set) => set.short ?? {})),
  };
}

/** Reads a call; throws FlagError for unknown flags, lacking and wrong values. Flags may stand anywhere. */
export function parseFlags(argv: readonly string[], set: FlagSet): ParsedFlags {
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  let afterDashes: string[] | null = null;
  const queue = [...argv];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === "--") {
      afterDashes = queue.splice(0);
    } else if (word.startsWith("--")) {
      readLong(word, queue, set, values);
    } else if (word.startsWith("-") && word !== "-") {
      readShort(word, queue, set, values);
    } else {
      operands.push(word);
    }
  }
  return {
    operands: afterDashes === null ? operands : [...operands, ...afterDashes],
    afterDashes,
    given: [...values.keys()],
    text: (name) => values.get(name)?.at(-1),
    list: (name) => values.get(name) ?? [],
    isSet: (name) => isTrue(values.get(name)?.at(-1)),
  };
}

function readLong(word: string, queue: string[], set: FlagSet, values: Map<string, string[]>): void {
  const equals = word.indexOf("=");
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const kind = Object.hasOwn(set.flags, name) ? set.flags[name] : undefined;
  if (kind === undefined) throw new FlagError(`unknown flag: --${name}`);
  if (equals >= 0) store(values, name, kind, word.slice(equals + 1), `--${name}`);
  else if (kind === "flag" || kind === "optional") store(values, name, kind, "true", `--${name}`);
  else {
    const value = queue.shift();
    if (value === undefined) throw new FlagError(`flag needs an argument: --${name}`);
    store(values, name, kind, value, `--${name}`);
  }
}

function readShort(word: string, queue: string[], set: FlagSet, values: Map<string, string[]>): void {
  for (let index = 1; index < word.length; index += 1) {
    const letter = word.charAt(index);
    const name = set.short?.[letter];
    const kind = name === undefined ? undefined : set.flags[name];
    if (name === undefined || kind === undefined) {
      throw new FlagError(`unknown shorthand flag: '${letter}' in ${word}`);
    }
    const label = `-${letter}, --${name}`;
    const rest = word.slice(index + 1);
    if (kind === "flag" && !rest.startsWith("=")) {
      store(values, name, kind, "true", label);
      continue;
    }
    const value = rest !== "" ? rest.replace(/^=/, "") : queue.shift();
    if (value === undefined) throw new FlagError(`flag needs an argument: '${letter}' in ${word}`);
    store(values, name, kind, value, label);
    return;
  }
}

function store(
  values: Map<string, string[]>,
  name: string,
  kind: FlagKind,
  value: string,
  label: string,
): void {
  const wrong = (cause: string): FlagError =>
    new FlagError(`invalid argument ${JSON.stringify(value)} for ${JSON.stringify(label)} flag: ${cause}`);
  if (kind === "flag" && !/^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value)) {
    throw wrong(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  if (kind === "number" && !/^-?\d+$/.test(value)) {
    throw wrong(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  if (kind === "duration" && parseDuration(value) === null) {
    throw wrong(`time: invalid duration ${JSON.stringify(value)}`);
  }
  const before = values.get(name) ?? [];
  const parts = kind === "list" ? value.split(",").filter((part) => part !== "") : [value];
  values.set(name, kind === "list" || kind === "texts" ? [...before, ...parts] : [value]);
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(1|t|T|TRUE|true|True)$/.test(value);
}
