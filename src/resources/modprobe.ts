import type { Change } from "./change.ts";
import { type KernelModuleState, kernelModuleState } from "./kernel-module-probe.ts";
import { defineModule } from "./module.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { type Plan, resource } from "./resource.ts";
import { shQuote } from "./sh-quote.ts";
import { removalChanges, textChanges, textFile } from "./text-file.ts";

/** A kernel module, now and at boot. */
export const modprobeModule = defineModule({
  name: "modprobe",
  summary: "Loads a kernel module now and at every boot; one that is built in counts as loaded.",
  example: `- name: Load br_netfilter
  modprobe:
    name: br_netfilter`,
  freeForm: "name",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: {
        type: "string",
        pattern: "^[A-Za-z0-9_][A-Za-z0-9_-]*$",
        errorMessage: "must be the name of a kernel module",
        description: "The module; `-` and `_` are the same.",
      },
      state: { enum: ["present", "absent"], description: "Default: present." },
      params: {
        type: "string",
        pattern: "^[^\\n]*$",
        errorMessage: "must be one line",
        description: "Options for the moment it is loaded; a module that is loaded already keeps its own.",
      },
      persistent: {
        type: "boolean",
        description: "Loaded at boot, too: /etc/modules-load.d/NAME.conf. Default: true.",
      },
    },
  },
  build(args) {
    const goal: ModprobeGoal = {
      name: args.name,
      present: args.state !== "absent",
      params: args.params?.trim() ?? "",
      persistent: args.persistent ?? true,
    };
    return resource({
      id: `modprobe ${args.name}`,
      probes: {
        module: kernelModuleState(args.name),
        load: pathState({ path: loadFile(goal), content: "always" }),
        options: pathState({ path: optionsFile(goal), content: "always" }),
      },
      plan: ({ module, load, options }) => plan(goal, module, { load, options }),
      after: ({ module }) => ({ module: { ...module, presence: presenceAfter(goal, module) } }),
    });
  },
});

interface ModprobeGoal {
  readonly name: string;
  readonly present: boolean;
  readonly params: string;
  readonly persistent: boolean;
}

interface Files {
  readonly load: PathState;
  readonly options: PathState;
}

const loadFile = ({ name }: ModprobeGoal) => `/etc/modules-load.d/${name}.conf`;
const optionsFile = ({ name }: ModprobeGoal) => `/etc/modprobe.d/${name}.conf`;

function presenceAfter(goal: ModprobeGoal, { presence }: KernelModuleState): KernelModuleState["presence"] {
  if (!goal.present) return "absent";
  return presence === "absent" ? "loaded" : presence;
}

function plan(goal: ModprobeGoal, module: KernelModuleState, files: Files): Plan {
  const obstacle = obstacleTo(goal, module, files);
  if (obstacle !== null) return { kind: "blocked", reason: obstacle };
  const changes = goal.present
    ? [...loading(goal, module), ...fileChanges(goal, files)]
    : // Undone in reverse: it is loaded again once its options are back.
      [
        ...unloading(goal, module),
        ...removalChanges(loadFile(goal), files.load),
        ...removalChanges(optionsFile(goal), files.options),
      ];
  return { kind: "changes", changes };
}

function obstacleTo(goal: ModprobeGoal, module: KernelModuleState, { load, options }: Files): string | null {
  const { presence, loadable, modprobe } = module;
  if (!goal.present) return presence === "builtin" ? `${goal.name} is built into the kernel` : null;
  if (presence === "absent" && !loadable) {
    return `${goal.name} is not in the running kernel, which cannot load modules`;
  }
  if (presence === "absent" && !modprobe) return "modprobe is missing (package kmod)";
  if (!goal.persistent) return null;
  const wanted = [textFile(loadFile(goal), load)];
  if (goal.params !== "") wanted.push(textFile(optionsFile(goal), options));
  return wanted.find((file) => file.kind === "uneditable")?.reason ?? null;
}

function loading(goal: ModprobeGoal, { presence }: KernelModuleState): Change[] {
  if (presence !== "absent") return [];
  const words = goal.params === "" ? [] : goal.params.split(/\s+/).map(shQuote);
  return [
    {
      kind: "run",
      summary: ["modprobe", goal.name, ...(goal.params === "" ? [] : [goal.params])].join(" "),
      script: recordedLoad(["modprobe", shQuote(goal.name), ...words].join(" ")),
      undo: unloadScript,
      timeoutMs: 60_000,
    },
  ];
}

/** Keeps which modules were loaded before and after. */
function recordedLoad(order: string): string {
  return `lab_record() {
  [ ! -d "\${LAB_ENTRY-}" ] || cut -d ' ' -f 1 /proc/modules | LC_ALL=C sort >"$LAB_ENTRY/modules.$1"
}
lab_record before || exit
${order} || exit
lab_record after`;
}

/** Unloads what came with the module, the newest first, and no other module that happens to be unused. */
const unloadScript = `cd "$LAB_ENTRY" && [ -e modules.before ] || exit 0
cut -d ' ' -f 1 /proc/modules >now
[ -e modules.after ] || LC_ALL=C sort now >modules.after
LC_ALL=C comm -13 modules.before modules.after >new
[ -s new ] || exit 0
grep -xF -f new now | while read -r lab_module; do rmmod "$lab_module" || exit; done`;

function unloading(goal: ModprobeGoal, { presence }: KernelModuleState): Change[] {
  if (presence === "absent") return [];
  return [
    {
      kind: "run",
      summary: `modprobe -r ${goal.name}`,
      script: `modprobe -r ${shQuote(goal.name)}`,
      undo: `modprobe ${shQuote(goal.name)}`,
      timeoutMs: 60_000,
    },
  ];
}

function fileChanges(goal: ModprobeGoal, { load, options }: Files): Change[] {
  if (!goal.persistent) return [];
  const text = `options ${goal.name} ${goal.params}\n`;
  return [
    ...textChanges(loadFile(goal), load, `${goal.name}\n`),
    ...(goal.params === "" ? [] : textChanges(optionsFile(goal), options, text)),
  ];
}
