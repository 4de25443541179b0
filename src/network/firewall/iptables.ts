import { foreignInput } from "./choose-kind.ts";
import { iptablesRemovalFunctions, iptablesScript } from "./iptables-script.ts";
import type { Kind } from "./kind.ts";
import { loadPlan, ruleRemoval, unloadChanges } from "./loaded-script.ts";
import { tagsIn } from "./rule-marks.ts";

const nothing = { lines: [], sha256: "" };

const removal = `if command -v iptables >/dev/null 2>&1; then
${iptablesRemovalFunctions}
  lab_iptables_removal
fi`;

/** iptables and ip6tables: chains of lab's own, and one rule that leads there. */
export const iptables: Kind = {
  missing: ({ iptables: state }) => (state === null ? "iptables is not installed" : null),
  plan(wanted, states, summary) {
    const own = states.firewall.iptables?.own ?? nothing;
    return loadPlan({ script: iptablesScript(wanted), own, removal }, states, summary);
  },
  remove: (states) => unloadChanges(states, states.firewall.iptables?.own.lines ?? [], removal),
  giveWay: ({ firewall }) => ruleRemoval(firewall.iptables?.own.lines ?? [], removal),
  tags: (_wanted, { firewall }) => tagsIn(firewall.iptables?.own.lines ?? []),
  foreign: ({ iptables: state }) => foreignInput(state?.input ?? []),
};
