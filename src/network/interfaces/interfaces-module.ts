import { defineModule, type Module } from "../../resources/module.ts";
import { pathState } from "../../resources/path-probe.ts";
import type { PathState } from "../../resources/path-state.ts";
import type { Probe } from "../../resources/probe.ts";
import { resource } from "../../resources/resource.ts";
import type { NodeInterface } from "../../role/role-context.ts";
import { foreignFiles } from "./foreign-files.ts";
import { foretoldKernel } from "./foretold-kernel.ts";
import { kernelState } from "./kernel-state.ts";
import { planInterfaces } from "./plan-interfaces.ts";
import { renderInterfaces } from "./render-interfaces.ts";
import type { Renderer } from "./rendered-file.ts";

/** What is known of a host only once it has been asked. */
export interface InterfacesArguments {
  readonly renderer: Renderer;
  readonly own: string[];
  readonly ssh_address?: string;
  readonly move_ssh?: boolean;
}

/** The interfaces of one host, as the inventory declares them: files and kernel. Guarded. */
export function interfacesModule(interfaces: readonly NodeInterface[]): Module<InterfacesArguments> {
  return defineModule({
    name: "interfaces",
    summary:
      "Configures the network interfaces of a host, which takes that back unless it can be reached anew.",
    schema: {
      type: "object",
      additionalProperties: false,
      required: ["renderer", "own"],
      properties: {
        renderer: {
          enum: ["netplan", "networkd", "wicked"],
          description: "What configures interfaces there.",
        },
        own: { type: "array", items: { type: "string" }, description: "Files that lab has written there." },
        ssh_address: { type: "string", description: "The host's end of this connection." },
        move_ssh: { type: "boolean", description: "That address may go. Default: false." },
      },
    },
    example: "interfaces:\n  renderer: netplan\n  own: []",
    build({ renderer, own, ssh_address = null, move_ssh: mayMoveSsh = false }) {
      const files = renderInterfaces(renderer, interfaces);
      const stale = own.filter((path) => !files.some((file) => file.path === path));
      const request = { renderer, interfaces, files, stale, sshAddress: ssh_address, mayMoveSsh };
      const paths = [...files.map(({ path }) => path), ...stale];
      return resource({
        id: "network interfaces",
        guarded: true,
        probes: { kernel: kernelState({}), foreign: foreignFiles({ renderer }), ...pathProbes(paths) },
        plan: ({ kernel, foreign, ...states }) =>
          planInterfaces(request, { kernel, foreign, pathOf: (path) => stateOf(states, path) }),
        after: ({ kernel }) => ({ kernel: foretoldKernel(interfaces, kernel) }),
      });
    },
  });
}

type PathKey = `/${string}`;

function pathProbes(paths: readonly string[]): Record<PathKey, Probe<PathState>> {
  return Object.fromEntries(paths.map((path) => [path, pathState({ path, content: "always" })]));
}

function stateOf(states: Readonly<Record<PathKey, PathState>>, path: string): PathState {
  return states[`/${path.slice(1)}`] ?? { kind: "absent", parent: "directory" };
}
