import type { Change, RunChange } from "../../resources/change.ts";
import { contentSha256 } from "../../resources/content-of.ts";
import { imageOf } from "../../resources/path-image.ts";
import type { PathState } from "../../resources/path-state.ts";
import { planFileContent } from "../../resources/plan-file-content.ts";
import type { Plan } from "../../resources/resource.ts";
import type { LoadedRules } from "./firewall-state.ts";
import type { FirewallStates } from "./firewall-states.ts";
import { scriptPath, unitName, unitPath, unitText } from "./own-unit.ts";

const timeoutMs = 60_000;

/** A kind that keeps no rules itself: what its program says, and what is loaded of it. */
export interface ScriptedKind {
  readonly script: string;
  readonly own: LoadedRules;
  /** sh that takes all of lab's rules away, whichever program has loaded them. */
  readonly removal: string;
}

/** Files, then the unit: each time, it loads everything in one step. Nothing where what is loaded is what is wanted. Pure. */
export function loadPlan(
  { script, own, removal }: ScriptedKind,
  states: FirewallStates,
  summary: string,
): Plan {
  if (states.service.kind === "no systemd") {
    return {
      kind: "blocked",
      reason: "systemd is not running, so nothing would bring the rules back at boot",
    };
  }
  const files = [
    planFileContent({ path: scriptPath, content: text(script), mode: "0755" }, states.script),
    planFileContent({ path: unitPath, content: text(unitText), mode: "0644" }, states.unit),
  ];
  const changes: Change[] = [];
  for (const plan of files) {
    if (plan.kind !== "changes") return plan;
    changes.push(...plan.changes);
  }
  if (changes.length === 0 && isLoaded(script, own, states)) return { kind: "changes", changes: [] };
  return { kind: "changes", changes: [...changes, loading(summary, removal)] };
}

function isLoaded(script: string, own: LoadedRules, { firewall, service }: FirewallStates): boolean {
  const { record } = firewall;
  const isEnabled = service.kind === "unit" && service.file === "enabled" && service.active === "active";
  return isEnabled && record?.script === contentSha256(text(script)) && record.rules === own.sha256;
}

function loading(summary: string, removal: string): RunChange {
  return {
    kind: "run",
    summary,
    script: `set -e
systemctl daemon-reload
systemctl enable --quiet ${unitName}
systemctl restart ${unitName}`,
    undo: `systemctl disable --quiet --now ${unitName} 2>/dev/null || :
${removal}`,
    afterUndo: comeBack,
    timeoutMs,
    isLocal: true,
  };
}

/** Once the files of before are there again. */
const comeBack = `systemctl daemon-reload
[ -e ${unitPath} ] || exit 0
systemctl enable --quiet ${unitName} && systemctl restart ${unitName}`;

/** Takes rules, unit and files away; nothing where there are none. Pure. */
export function unloadChanges(states: FirewallStates, lines: readonly string[], removal: string): Change[] {
  const { script, unit } = states;
  const files = [absent(unitPath, unit), absent(scriptPath, script)].flat();
  if (files.length === 0) return ruleRemoval(lines, removal);
  const stop = `systemctl disable --quiet --now ${unitName} 2>/dev/null || :\n${removal}`;
  const reload = "systemctl daemon-reload";
  return [
    { ...removing, summary: `remove lab's rules, and ${unitName}`, script: stop },
    ...files,
    { ...removing, summary: reload, script: reload, afterUndo: reload },
  ];
}

/** Takes the rules away, and leaves unit and files, which belong to another kind now. Pure. */
export function ruleRemoval(lines: readonly string[], removal: string): Change[] {
  if (lines.every((line) => !line.includes("lab") && !line.includes("LAB-"))) return [];
  return [{ ...removing, summary: "remove lab's rules", script: removal }];
}

const removing = { kind: "run", afterUndo: comeBack, timeoutMs, isLocal: true } as const;

function absent(path: string, state: PathState): Change[] {
  if (state.kind === "absent") return [];
  return [{ kind: "path", path, before: imageOf(state), after: { kind: "absent" } }];
}

function text(content: string) {
  return { kind: "text", text: content } as const;
}
