import type { Kind } from "./kind.ts";
import { loadPlan, ruleRemoval, unloadChanges } from "./loaded-script.ts";
import { isForeign } from "./nft-chain.ts";
import { nftRemovalFunctions } from "./nft-list-script.ts";
import { nftScript } from "./nft-script.ts";
import { tagsIn } from "./rule-marks.ts";

const nothing = { lines: [], sha256: "" };

const removal = `if command -v nft >/dev/null 2>&1; then
${nftRemovalFunctions}
  lab_nft_removal | nft -f -
fi`;

/** nftables: a table of lab's own, or a chain of lab's in what closes the host already. */
export const nftables: Kind = {
  missing: ({ nftables: state }) => (state === null ? "nftables is not installed" : null),
  plan(wanted, states, summary) {
    const { chains = [], own = nothing } = states.firewall.nftables ?? {};
    return loadPlan({ script: nftScript(wanted, chains), own, removal }, states, summary);
  },
  remove: (states) => unloadChanges(states, states.firewall.nftables?.own.lines ?? [], removal),
  giveWay: ({ firewall }) => ruleRemoval(firewall.nftables?.own.lines ?? [], removal),
  tags: (_wanted, { firewall }) => tagsIn(firewall.nftables?.own.lines ?? []),
  foreign: ({ nftables: state }) =>
    (state?.chains ?? []).filter(isForeign).flatMap(({ family, table, name, policy, rules }) => {
      const place = `${family} ${table} ${name}`;
      return [...(policy === "accept" ? [] : [`policy ${policy}`]), ...rules].map(
        (rule) => `${place}: ${rule}`,
      );
    }),
};
