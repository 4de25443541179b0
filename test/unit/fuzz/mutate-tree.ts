import { mutateText } from "./mutate-text.ts";
import type { Random } from "./random.ts";

/** A list or mapping within plain data, and one of its keys. */
interface Spot {
  readonly parent: object;
  readonly key: string;
}

const odd: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    "",
    " ",
    "x",
    "all",
  ],
  ...[
    "{{ x }}",
    "{{ item }}",
    "{{ inventory_hostname }}",
    "30%",
    "~(",
    "__proto__",
    "💥\u0000\u202e",
    "\n\n",
    "-",
  ],
  ...[[], {}, [[]], [null], [{}], { x: 1 }, { "": "" }, ["x", 1, true], { name: "x" }, { item: [] }],
  ...["y".repeat(20_000), Array.from({ length: 500 }, () => "x"), new Date(0), 12345678901234567890n],
  nested(300),
];

const keys: readonly string[] = [
  ...[
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "valueOf",
    "hasOwnProperty",
    "length",
    "<<",
    "then",
  ],
  ...[
    "",
    " ",
    "{{ x }}",
    "1",
    "null",
    "💥",
    "a.b",
    "a/b",
    "~",
    "name",
    "hosts",
    "vars",
    "when",
    "loop",
    "block",
  ],
  ...[
    "rescue",
    "tasks",
    "roles",
    "notify",
    "register",
    "import_tasks",
    "import_playbook",
    "include_role",
    "args",
  ],
  ...[
    "until",
    "serial",
    "tags",
    "meta",
    "delegate_to",
    "loop_control",
    "environment",
    "set_fact",
    "debug",
    "async",
  ],
];

function nested(depth: number): unknown {
  return depth === 0 ? "x" : [nested(depth - 1)];
}

/** Changes one place of a copy of plain data: drops, doubles, renames, moves, wraps or replaces it, or ties a knot. */
export function mutateTree(data: unknown, random: Random): unknown {
  const root = { data: structuredClone(data) };
  const spots = spotsIn(root);
  const spot = random.pick(spots);
  const value = valueAt(spot);
  switch (random.below(9)) {
    case 0:
      drop(spot);
      break;
    case 1:
      put(spot.parent, random.pick(keys), value);
      break;
    case 2:
      drop(spot);
      put(spot.parent, random.below(2) === 0 ? random.pick(keys) : mutateText(spot.key, random), value);
      break;
    case 3:
      put(spot.parent, spot.key, random.below(2) === 0 ? [value] : { [random.pick(keys)]: value });
      break;
    case 4:
      // The same object twice is printed as an anchor and an alias; one within itself as a cycle of them.
      put(spot.parent, spot.key, valueAt(random.pick(spots)));
      break;
    case 5:
      if (Array.isArray(spot.parent)) spot.parent.push(value, value);
      else put(spot.parent, `${spot.key}2`, value);
      break;
    case 6:
      put(spot.parent, spot.key, typeof value === "string" ? mutateText(value, random) : random.pick(odd));
      break;
    default:
      put(spot.parent, spot.key, random.pick(odd));
  }
  return root.data;
}

/** Each list and mapping once, however often it is referred to, and within itself. */
function spotsIn(root: object): Spot[] {
  const seen = new Set<unknown>();
  const spots: Spot[] = [];
  const queue: unknown[] = [root];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    if (typeof parent !== "object" || parent === null || seen.has(parent)) continue;
    seen.add(parent);
    for (const [key, inner] of Object.entries(parent)) {
      spots.push({ parent, key });
      queue.push(inner);
    }
  }
  return spots;
}

function valueAt({ parent, key }: Spot): unknown {
  return Reflect.get(parent, key);
}

/** As plain data of a parser has it: a key that is called `__proto__` is one like any other. */
function put(parent: object, key: string, value: unknown): void {
  const name = Array.isArray(parent) && !/^\d{1,3}$/.test(key) ? "0" : key;
  Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
}

function drop({ parent, key }: Spot): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}
