import {
  type AptKeyring,
  type AptSource,
  aptFetchScript,
  aptKeyUndo,
  aptSourcePath,
  aptSourceText,
  keyringFolder,
} from "./apt-source.ts";
import type { Change, Content, RunChange } from "./change.ts";
import { contentSha256 } from "./content-of.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { planFileContent } from "./plan-file-content.ts";
import type { Probe } from "./probe.ts";
import { type Plan, type Resource, resource, satisfied } from "./resource.ts";

/**
 * A source of apt with its key; `key` is what lab sends of it, null where the host has it or downloads it. The key comes
 * first, then the proof that key and source belong together, then the source.
 */
export function aptRepositoryResource(source: AptSource, key: Content | null): Resource {
  const content = { kind: "text", text: aptSourceText(source) } as const;
  const path = aptSourcePath(source.name);
  const { keyring } = source;
  return resource({
    id: `apt repository ${source.name}`,
    probes: {
      source: pathState({ path, content: { unlessSha256: contentSha256(content) } }),
      apt: pathState({ path: "/usr/bin/apt-get" }),
      folder: pathState({ path: keyringFolder }),
      key: keyProbe(keyring, key),
    },
    plan: ({ source: state, apt, folder, key: keyState }) => {
      if (apt.kind === "absent") return { kind: "blocked", reason: "there is no apt-get" };
      const keyPlan = planKey(keyring, key, { key: keyState, folder });
      if (keyPlan.kind !== "changes") return keyPlan;
      const plan = planFileContent({ path, content, mode: "0644" }, state);
      if (plan.kind !== "changes") return plan;
      const isComplete = keyring.kind !== "url" || keyState.kind === "file";
      if (keyPlan.changes.length + plan.changes.length === 0 && isComplete) return satisfied;
      const proof = fetchChange(source, content.text);
      return { kind: "changes", changes: [...keyPlan.changes, proof, ...plan.changes] };
    },
    after: ({ key: state }) => (keyring.kind === "url" ? { key: downloaded(state) } : {}),
  });
}

function keyProbe(keyring: AptKeyring, key: Content | null): Probe<PathState> {
  const path = keyring.kind === "any" ? keyringFolder : keyring.path;
  return pathState({ path, content: key === null ? "never" : { unlessSha256: contentSha256(key) } });
}

/** The folder of keys is made together with the first of them. */
function planKey(
  keyring: AptKeyring,
  content: Content | null,
  { key, folder }: { readonly key: PathState; readonly folder: PathState },
): Plan {
  const isOurs = keyring.kind === "url" || content !== null;
  if (keyring.kind === "any" || !isOurs) return satisfied;
  const making = folder.kind === "absent" ? [makeFolder] : [];
  if (content === null) return { kind: "changes", changes: making };
  const state: PathState = making.length > 0 ? { kind: "absent", parent: "directory" } : key;
  const plan = planFileContent({ path: keyring.path, content, mode: "0644" }, state);
  return plan.kind === "changes" ? { ...plan, changes: [...making, ...plan.changes] } : plan;
}

const root = { owner: "root", group: "root" } as const;

const makeFolder: Change = {
  kind: "path",
  path: keyringFolder,
  before: { kind: "absent" },
  after: { kind: "directory", mode: "0755", ...root },
};

function fetchChange(source: AptSource, text: string): RunChange {
  const { keyring, uris } = source;
  return {
    kind: "run",
    summary: `apt-get update for ${uris.join(", ")}`,
    script: aptFetchScript(source, text),
    undo: keyring.kind === "url" ? aptKeyUndo(keyring.path) : ":",
    timeoutMs: 10 * 60_000,
  };
}

function downloaded(state: PathState): PathState {
  if (state.kind === "file") return state;
  return { kind: "file", mode: "0644", ...root, uid: 0, gid: 0, size: null, sha256: null, content: null };
}
