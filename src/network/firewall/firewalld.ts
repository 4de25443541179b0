import type { Change, RunChange } from "../../resources/change.ts";
import { imageOf } from "../../resources/path-image.ts";
import type { PathState } from "../../resources/path-state.ts";
import { planFileContent } from "../../resources/plan-file-content.ts";
import type { Plan } from "../../resources/resource.ts";
import type { WantedFirewall } from "./firewall-kind.ts";
import { ruleTag } from "./firewall-rule.ts";
import type { FirewallStates } from "./firewall-states.ts";
import { forwardPolicy, inputPolicy, policyPath, trustedZone, zonePath } from "./firewalld-policies.ts";
import type { Kind } from "./kind.ts";
import { tagsIn } from "./rule-marks.ts";

const timeoutMs = 60_000;

/** firewalld: two policies, and a zone where interfaces are trusted, in files of lab's own. */
export const firewalld: Kind = {
  missing: ({ firewalld: state }) => {
    if (state === null) return "firewalld is not installed";
    return state.isRunning ? null : "firewalld is not running; start it once its zones let SSH in";
  },
  plan(wanted, states, summary) {
    const files = planFiles(wanted, states);
    if (files.kind !== "changes") return files;
    const { loaded = {}, permanent = {} } = states.firewall.firewalld ?? {};
    const isLoaded = ["lab-input", "lab-forward"].every(
      (name) => loaded[name] !== undefined && loaded[name] === permanent[name],
    );
    if (files.changes.length === 0 && isLoaded) return files;
    return refusal(states) ?? { kind: "changes", changes: [...files.changes, reloading(summary)] };
  },
  remove(states) {
    const files = filesOf(states).flatMap(({ path, state }): Change[] =>
      state.kind === "absent"
        ? []
        : [{ kind: "path", path, before: imageOf(state), after: { kind: "absent" } }],
    );
    const isRunning = states.firewall.firewalld?.isRunning === true;
    return files.length > 0 && isRunning ? [...files, reloading("remove lab's policies")] : files;
  },
  giveWay: (states) => firewalld.remove(states),
  tags({ rules }, states) {
    const isLoaded = states.firewall.firewalld?.loaded["lab-input"] !== undefined;
    const texts = filesOf(states).map(({ state }) => textOf(state));
    // Zones let ping in by themselves.
    const always = rules.filter(({ protocol }) => protocol === "icmp").map(ruleTag);
    return new Set([...(isLoaded ? tagsIn(texts) : []), ...always]);
  },
  foreign: ({ firewalld: state }) => state?.zones ?? [],
};

function filesOf({ input, forward, zone }: FirewallStates) {
  return [
    { path: policyPath("lab-input"), state: input },
    { path: policyPath("lab-forward"), state: forward },
    { path: zonePath("lab"), state: zone },
  ];
}

function planFiles(wanted: WantedFirewall, states: FirewallStates): Plan {
  const texts = [inputPolicy(wanted.rules), forwardPolicy(wanted.podNetworks), trustedZone(wanted)];
  const changes: Change[] = [];
  for (const [index, { path, state }] of filesOf(states).entries()) {
    const text = texts[index] ?? null;
    if (text === null) {
      if (state.kind !== "absent")
        changes.push({ kind: "path", path, before: imageOf(state), after: { kind: "absent" } });
      continue;
    }
    const plan = planFileContent({ path, content: { kind: "text", text }, mode: "0644" }, state);
    if (plan.kind !== "changes") return plan;
    changes.push(...plan.changes);
  }
  return { kind: "changes", changes };
}

/** A reload forgets what is not permanent, and that is not lab's to lose. */
function refusal({ firewall }: FirewallStates): Plan | null {
  const unsaved = firewall.firewalld?.unsaved ?? [];
  if (unsaved.length === 0) return null;
  const zones = `${unsaved.length === 1 ? "the zone" : "the zones"} ${unsaved.join(", ")}`;
  const cure = "keep it with firewall-cmd --runtime-to-permanent, or drop it with firewall-cmd --reload";
  return {
    kind: "failed",
    message: `${zones} of firewalld has settings that are not permanent, and a reload would lose them; ${cure}`,
  };
}

/** Nothing is loaded that does not parse. */
const reload = "firewall-cmd --check-config >/dev/null && firewall-cmd --reload >/dev/null";

function reloading(summary: string): RunChange {
  return { kind: "run", summary, script: reload, afterUndo: reload, timeoutMs, isLocal: true };
}

function textOf(state: PathState): string {
  return state.kind === "file" && state.content?.kind === "text" ? state.content.text : "";
}
