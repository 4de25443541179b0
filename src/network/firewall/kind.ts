import type { Change } from "../../resources/change.ts";
import type { Plan } from "../../resources/resource.ts";
import type { WantedFirewall } from "./firewall-kind.ts";
import type { FirewallState } from "./firewall-state.ts";
import type { FirewallStates } from "./firewall-states.ts";

/** What lab knows of one firewall. All of it is pure. */
export interface Kind {
  /** Null where it is installed; else why nothing can be done yet. */
  missing(state: FirewallState): string | null;
  /** From what is there to what is wanted. `summary` says what becomes of the rules. */
  plan(wanted: WantedFirewall, states: FirewallStates, summary: string): Plan;
  /** Away with all of lab's; no changes where there is nothing. */
  remove(states: FirewallStates): readonly Change[];
  /** The same where another kind takes its place. */
  giveWay(states: FirewallStates): readonly Change[];
  /** Tags of lab's rules that are in force. */
  tags(wanted: WantedFirewall, states: FirewallStates): ReadonlySet<string>;
  /** What others have put there, line by line. */
  foreign(state: FirewallState): readonly string[];
}
