import fc from "fast-check";
import { stringify } from "yaml";
import { inventoryLayers } from "./layered-lab.ts";

/** Where a playbook and its flags set the variable `v`, those that win last; see docs/variables.md. */
const layers = [
  ...["play", "vars_files", "prompt", "import_playbook"],
  ...["block", "import_tasks", "inner block", "task"],
  ...["earlier", "set_fact", "register"],
  "loop",
  "-e",
] as const;

type Layer = (typeof layers)[number];

/** A run in which some places of the inventory, the playbook and its flags set `v`, each to its own name. */
export interface LayeredRun {
  readonly inventory: ReadonlySet<string>;
  readonly set: ReadonlySet<Layer>;
}

/** Each host has some value, so that each run is valid; what -e gives cannot be the name of an entry of a loop. */
export const layeredRun: fc.Arbitrary<LayeredRun> = fc
  .record({
    inventory: fc
      .subarray([...inventoryLayers])
      .map((some) => new Set(["file", ...some.map(({ place }) => place)])),
    set: fc.subarray([...layers]).map((some): ReadonlySet<Layer> => new Set(some)),
  })
  .filter(({ set }) => !(set.has("-e") && set.has("loop")));

/** The value that the task `look` finds on a host. */
export function expectedValue({ inventory, set }: LayeredRun, host: string): string {
  const own = inventoryLayers.filter(({ place, hosts }) => inventory.has(place) && hosts.includes(host));
  return layers.findLast((layer) => set.has(layer)) ?? own.at(-1)?.place ?? "";
}

/** The files of the run's playbook, by their paths; the first play looks at nothing. */
export function layeredPlaybook({ set }: LayeredRun): Readonly<Record<string, string>> {
  const vars = (layer: Layer): object => (set.has(layer) ? { vars: { v: layer } } : {});
  const when = <T>(layer: Layer, value: T): T[] => (set.has(layer) ? [value] : []);
  const loop = { loop: ["loop"], loop_control: { loop_var: "v" } };
  const look = {
    ...{ name: "look", debug: { msg: "{{ json v }}" } },
    ...vars("task"),
    ...(set.has("loop") && loop),
  };
  const first = { hosts: "all", tasks: when("earlier", { set_fact: { v: "earlier", other: 1 } }) };
  const play = {
    hosts: "all",
    ...vars("play"),
    vars_files: when("vars_files", "vars.yaml"),
    vars_prompt: when("prompt", { name: "v", private: false }),
    tasks: [
      ...when("set_fact", { set_fact: { v: "set_fact", other: 2 } }),
      ...when("register", { debug: "register", register: "v" }),
      { block: [{ import_tasks: "tasks.yaml", ...vars("import_tasks") }], ...vars("block") },
    ],
  };
  return {
    "site.yaml": stringify([first, { import_playbook: "play.yaml", ...vars("import_playbook") }]),
    "play.yaml": stringify([play]),
    "vars.yaml": stringify({ v: "vars_files" }),
    "tasks.yaml": stringify([{ block: [look], ...vars("inner block") }]),
  };
}
