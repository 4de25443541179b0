import type { Change, PathChange } from "../../resources/change.ts";
import type { PathState } from "../../resources/path-state.ts";
import { planFileContent } from "../../resources/plan-file-content.ts";
import { type Plan, satisfied } from "../../resources/resource.ts";
import { removalChanges } from "../../resources/text-file.ts";
import type { NodeInterface } from "../../role/role-context.ts";
import { applyScript, type Rename } from "./apply-script.ts";
import { type Expectation, expectationsOf, unmet } from "./expectations.ts";
import { foreignDefinitions } from "./foreign-definitions.ts";
import type { ForeignFile } from "./foreign-files.ts";
import type { KernelState } from "./kernel-state.ts";
import { leftoverLines } from "./leftovers-script.ts";
import { type MatchedLinks, matchedLinks } from "./matched-links.ts";
import { netplanCheck } from "./netplan-check.ts";
import {
  interfaceOfFile,
  netplanFolder,
  networkdFolder,
  type RenderedFile,
  type Renderer,
} from "./rendered-file.ts";
import { restoreScript } from "./restore-script.ts";
import { lostSshAddress } from "./ssh-safety.ts";

/** What interfaces are to be. */
export interface InterfacesRequest {
  readonly renderer: Renderer;
  readonly interfaces: readonly NodeInterface[];
  readonly files: readonly RenderedFile[];
  /** Paths of lab's own files that nothing wants any more. */
  readonly stale: readonly string[];
  readonly sshAddress: string | null;
  readonly mayMoveSsh: boolean;
}

/** What the host has. */
export interface InterfacesState {
  readonly kernel: KernelState;
  readonly foreign: readonly ForeignFile[];
  readonly pathOf: (path: string) => PathState;
}

/** Files and kernel as they are to be, by changes that the host can take back by itself. Pure. */
export function planInterfaces(request: InterfacesRequest, state: InterfacesState): Plan {
  const { interfaces, stale, renderer } = request;
  const refused = refusedBefore(request, state);
  if (refused !== null) return { kind: "blocked", reason: refused };
  const matched = matchedLinks(interfaces, state.kernel);
  if (matched.kind === "unmatched") return { kind: "blocked", reason: matched.reason };
  const written = writtenFiles(request.files, state);
  if (written.kind !== "written") return written;
  const removed = stale.flatMap((path) => removalChanges(path, state.pathOf(path)));
  const paths = [...written.changes, ...removed];
  const expectations = expectationsOf(interfaces);
  const missing = unmet(expectations, renamed(state.kernel, matched));
  if (paths.length + missing.length + matched.renames.length === 0) return satisfied;
  const released = removed.flatMap(({ path }) => interfaceOfFile(path) ?? []);
  const lost = lostSshAddress({ ...request, ...matched, kernel: state.kernel, released });
  if (lost !== null && !request.mayMoveSsh) return { kind: "failed", message: lost };
  const checks = renderer === "netplan" && paths.length > 0 ? [netplanCheck(request.files, stale)] : [];
  const changed = interfaces.filter(({ name }) => paths.some(({ path }) => interfaceOfFile(path) === name));
  const leftovers = leftoverLines(changed, renamed(state.kernel, matched));
  const apply = applyChange({ ...request, ...matched, expectations, removed, leftovers }, state);
  return { kind: "changes", changes: [...checks, ...paths, apply], message: missing.join("; ") };
}

/** What a person has to decide first. */
function refusedBefore(
  { renderer, interfaces }: InterfacesRequest,
  { foreign }: InterfacesState,
): string | null {
  const [definition] = foreignDefinitions(renderer, foreign, interfaces);
  if (definition) {
    const { path, key, name } = definition;
    return `${path} (${key}) is about ${name}, too, and lab leaves files of others alone: take it out there, or out of the inventory`;
  }
  const named = interfaces.find(({ dns = [], search = [] }) => dns.length + search.length > 0);
  if (renderer !== "wicked" || !named) return null;
  return `wicked knows name servers only for the whole host: take "dns" and "search" from ${named.name}, and set NETCONFIG_DNS_STATIC_SERVERS in /etc/sysconfig/network/config`;
}

type Written = { readonly kind: "written"; readonly changes: readonly PathChange[] };

function writtenFiles(files: readonly RenderedFile[], { pathOf }: InterfacesState): Written | Plan {
  const changes: PathChange[] = [];
  for (const { path, content, mode } of files) {
    const wanted = {
      path,
      content: { kind: "text", text: content },
      mode,
      owner: "root",
      group: "root",
    } as const;
    const plan = planFileContent(wanted, pathOf(path));
    if (plan.kind !== "changes") return plan;
    changes.push(...plan.changes.filter((change) => change.kind === "path"));
  }
  return { kind: "written", changes };
}

/** The kernel as it will be once interfaces have their names, so that what they have already is not missed. */
function renamed(kernel: KernelState, { renames }: Extract<MatchedLinks, { kind: "matched" }>): KernelState {
  const nameOf = (name: string): string => renames.find(({ from }) => from === name)?.to ?? name;
  return { ...kernel, links: kernel.links.map((link) => ({ ...link, name: nameOf(link.name) })) };
}

interface ApplyInputs extends InterfacesRequest {
  readonly renames: readonly Rename[];
  readonly expectations: readonly Expectation[];
  readonly removed: readonly PathChange[];
  readonly leftovers: readonly string[];
}

function applyChange(inputs: ApplyInputs, { kernel, pathOf }: InterfacesState): Change {
  const { interfaces, renames, expectations, removed, leftovers } = inputs;
  const wanted = interfaces.map(({ name }) => name);
  const released = removed.flatMap(({ path }) => interfaceOfFile(path) ?? []);
  const names = [...new Set([...wanted, ...released])];
  const gone = removed.filter((change) => makesLink(change.path, pathOf(change.path)));
  const renderers = [...new Set([inputs.renderer, ...removed.flatMap(({ path }) => rendererOf(path))])];
  const isThere = (name: string): boolean => kernel.links.some((link) => link.name === name);
  const made = interfaces.filter(({ name, vlan, bond }) => (vlan ?? bond) !== undefined && !isThere(name));
  return {
    kind: "run",
    summary: `${commands[inputs.renderer]}: ${names.join(", ")}`,
    script: applyScript({
      renderers,
      names,
      renames,
      leftovers,
      gone: gone.flatMap(({ path }) => interfaceOfFile(path) ?? []).filter((name) => !wanted.includes(name)),
      expectations,
    }),
    // The journal keeps a folder only for what has an undo; the way back itself needs the files back first.
    undo: ":",
    afterUndo: restoreScript({
      renderers,
      names,
      renames,
      made: made.map(({ name }) => name),
      before: kernel,
    }),
    timeoutMs: 180_000,
  };
}

const commands: Readonly<Record<Renderer, string>> = {
  netplan: "netplan apply",
  networkd: "networkctl reload",
  wicked: "wicked ifreload",
};

/** Names by hardware address are udev's, whoever configures the interface. */
function rendererOf(path: string): Renderer[] {
  if (path.startsWith(netplanFolder)) return ["netplan"];
  if (path.startsWith(networkdFolder)) return path.endsWith(".link") ? [] : ["networkd"];
  return ["wicked"];
}

/** Whether one of lab's own files makes an interface that goes with it. */
function makesLink(path: string, state: PathState): boolean {
  if (path.endsWith(".netdev")) return true;
  const text = state.kind === "file" && state.content?.kind === "text" ? state.content.text : "";
  return /^( {2}(vlans|bonds):|ETHERDEVICE=|BONDING_MASTER=)/m.test(text);
}
