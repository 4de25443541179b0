import type { Change } from "../../resources/change.ts";
import { defineModule } from "../../resources/module.ts";
import { imageOf } from "../../resources/path-image.ts";
import { pathState } from "../../resources/path-probe.ts";
import type { PathState } from "../../resources/path-state.ts";
import { type Plan, resource } from "../../resources/resource.ts";
import { backupChange } from "./backup-change.ts";
import { foretold } from "./foretold.ts";
import { hostInterfaces } from "./host-interfaces.ts";
import type { Backend, HostInterfaces } from "./host-state.ts";
import { interfaceDifference, isSettled } from "./interface-difference.ts";
import { type InterfaceFile, interfaceFiles } from "./interface-files.ts";
import { reloadScript, restoreScript } from "./restore-script.ts";
import { settleScript } from "./settle-script.ts";
import { type SoundInterface, soundInterface } from "./wanted-interface.ts";

const routeSchema = {
  type: "object",
  additionalProperties: false,
  required: ["to"],
  properties: { to: { type: "string" }, via: { type: "string" }, metric: { type: "integer" } },
} as const;

/** Time for all that one interface may need, with every try. */
const timeoutMs = 240_000;

/** One extra interface: found by its hardware address, named, configured for now and for the next start. */
export const interfaceModule = defineModule({
  name: "multinic_interface",
  summary: "Gives an extra interface its name, addresses and routes, guarded.",
  example: `- multinic_interface: { mac: "fa:16:3e:b1:29:8f", name: multinic0, backend: netplan }\n`,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["mac", "name", "backend"],
    properties: {
      mac: { type: "string", description: "Its hardware address." },
      name: { type: "string", description: "What it is to be called." },
      backend: { enum: ["netplan", "wicked"], description: "What configures the interfaces of the host." },
      addresses: { type: "array", items: { type: "string" }, description: "With prefix length." },
      routes: { type: "array", items: routeSchema, description: "Over this interface." },
      mtu: { type: "integer", description: "Bytes." },
    },
  },
  build({ name, backend, ...rest }) {
    const wanted = soundInterface(rest);
    const files = "problem" in wanted ? [] : interfaceFiles(backend, name, wanted);
    return resource({
      id: `interface ${rest.mac}`,
      guarded: true,
      probes: {
        host: hostInterfaces,
        ...Object.fromEntries(
          files.map(({ path }) => [path, pathState({ path, content: "always" })] as const),
        ),
      },
      plan: (states) =>
        "problem" in wanted
          ? { kind: "failed", message: wanted.problem }
          : planInterface({ name, backend, wanted, files }, states.host, states),
      after: (states) => ("problem" in wanted ? {} : { host: foretold(states.host, name, wanted) }),
    });
  },
});

interface Goal {
  readonly name: string;
  readonly backend: Backend;
  readonly wanted: SoundInterface;
  readonly files: readonly InterfaceFile[];
}

function planInterface(
  { name, backend, wanted, files }: Goal,
  host: HostInterfaces,
  states: Readonly<Record<string, unknown>>,
): Plan {
  const link = host.links.find(({ mac }) => mac === wanted.mac);
  if (!link) return { kind: "failed", message: "there is no interface with this hardware address" };
  const writes = files.flatMap((file) => fileChanges(file, pathOf(states, file.path)));
  const difference = interfaceDifference(link, wanted, name);
  if (writes.length === 0 && isSettled(difference)) return { kind: "changes", changes: [] };
  const settle: Change = {
    kind: "run",
    summary: link.name === name ? `set up ${name}` : `make ${link.name} ${name}`,
    script: settleScript(backend, name, wanted, difference),
    undo: restoreScript(name, wanted, link),
    afterUndo: reloadScript(backend),
    timeoutMs,
    isLocal: true,
  };
  return { kind: "changes", changes: [...writes, settle] };
}

function pathOf(states: Readonly<Record<string, unknown>>, path: string): PathState {
  const state = states[path];
  return isPathState(state) ? state : { kind: "absent", parent: "absent" };
}

function isPathState(state: unknown): state is PathState {
  return typeof state === "object" && state !== null && "kind" in state;
}

function fileChanges({ path, text, mode }: InterfaceFile, state: PathState): Change[] {
  const isThere = state.kind === "file";
  const same =
    isThere && state.content?.kind === "text" && state.content.text === text && state.mode === mode;
  if (same) return [];
  const content = { kind: "text", text } as const;
  const after = { kind: "file", content, mode, owner: "root", group: "root" } as const;
  const write: Change = { kind: "path", path, before: imageOf(state), after };
  return isThere ? [backupChange(path), write] : [write];
}
