import type { RunChange } from "../../resources/change.ts";
import { shQuote } from "../../resources/sh-quote.ts";
import type { UfwRule } from "./ufw-commands.ts";
import { ufwMark } from "./ufw-state.ts";

/** sh that gives ufw an order, and sh that gives the opposite one. */
export interface UfwOrder {
  readonly run: string;
  readonly undo: string;
}

/** Adds a rule. */
export function addition(rule: UfwRule): UfwOrder {
  return { run: order(rule, ""), undo: order(rule, "delete ") };
}

/** Deletes one, known by its words and its comment. */
export function deletion(rule: UfwRule): UfwOrder {
  return { run: order(rule, "delete "), undo: order(rule, "") };
}

function order({ words, comment }: UfwRule, verb: string): string {
  const [, route = "", rest = words] = /^(route )?(.*)$/.exec(words) ?? [];
  return `ufw ${route}${verb}${rest} comment ${shQuote(comment)}`;
}

const on = `: >${ufwMark}\nufw --force enable`;
const off = `ufw --force disable\nrm -f ${ufwMark}`;

/** Makes ufw active, and notes that lab has done so. */
export const switchOn: UfwOrder = { run: on, undo: off };

/** The way back from that. */
export const switchOff: UfwOrder = { run: off, undo: on };

const files = "user.rules user6.rules ufw.conf";

/** ufw calls iptables for each order, and that takes its time. */
const timeoutMs = 300_000;

/**
 * Gives ufw orders. Undone, its files are those of before to the byte; where somebody has given it other orders since, the
 * opposite orders are given, so that those stay.
 */
export function ufwChange(summary: string, orders: readonly UfwOrder[]): RunChange {
  const opposite = orders.map(({ undo }) => undo).toReversed();
  return {
    kind: "run",
    summary,
    script: `set -e
exec >/dev/null
if [ -e ${ufwMark} ]; then : >"$LAB_ENTRY/mark"; fi
for lab_file in ${files}; do cp -p "/etc/ufw/$lab_file" "$LAB_ENTRY/$lab_file"; done
${orders.map(({ run }) => run).join("\n")}
cat /etc/ufw/user.rules /etc/ufw/user6.rules >"$LAB_ENTRY/left"`,
    undo: `exec >/dev/null
[ -e "$LAB_ENTRY/ufw.conf" ] || exit 0
if [ -e "$LAB_ENTRY/left" ] &&
  [ "$(cat /etc/ufw/user.rules /etc/ufw/user6.rules)" != "$(cat "$LAB_ENTRY/left")" ]; then
${opposite.join("\n")}
exit 0
fi
grep -qx ENABLED=yes "$LAB_ENTRY/ufw.conf" || ufw --force disable
for lab_file in ${files}; do cp -p "$LAB_ENTRY/$lab_file" "/etc/ufw/$lab_file"; done
if [ -e "$LAB_ENTRY/mark" ]; then : >${ufwMark}; else rm -f ${ufwMark}; fi
if grep -qx ENABLED=yes /etc/ufw/ufw.conf; then ufw reload; fi`,
    timeoutMs,
    isLocal: true,
  };
}
