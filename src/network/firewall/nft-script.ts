import type { WantedFirewall } from "./firewall-kind.ts";
import { closes, isForeign, type NftChain } from "./nft-chain.ts";
import { nftRemovalFunctions } from "./nft-list-script.ts";
import { type NftRule, nftForward, nftInput } from "./nft-rules.ts";
import { ownScript } from "./own-unit.ts";

/**
 * The program that loads lab's rules into nftables, all in one step. Where a chain of others closes what is left, lab's
 * rules go into it, as the last to decide before that; accepting in a table of its own would not help, since every chain
 * has a veto. Where none does, lab's own table closes. Pure.
 */
export function nftScript(wanted: WantedFirewall, chains: readonly NftChain[]): string {
  const joined = chains.filter((chain) => isForeign(chain) && closes(chain));
  const isClosed = joined.some(({ hook }) => hook === "input");
  const input = nftInput(wanted.rules);
  const forward = nftForward(wanted.podNetworks);
  const lists = { input, forward } as const;
  return ownScript(`${nftRemovalFunctions}
${joined.length > 0 ? `${joinFunction}\n` : ""}additions() {
${isClosed ? "" : `  cat <<'LAB'\n${ownTableText(input)}LAB\n`}${joined.map((chain) => joinText(chain, lists[chain.hook])).join("")}  :
}
start_rules() {
  { lab_nft_removal; additions; } | nft -f -
}
stop_rules() { lab_nft_removal | nft -f -; }
list_rules() { lab_nft_list; }`);
}

/** The table of lab's own, as nft reads it. Pure. */
export function ownTableText(input: readonly NftRule[]): string {
  return `table inet lab {
	chain lab_input {
${input.map(({ text }) => `\t\t${text}\n`).join("")}	}
	chain input {
		type filter hook input priority filter; policy drop;
		jump lab_input
	}
}
`;
}

function joinText({ family, table, name, hook }: NftChain, rules: readonly NftRule[]): string {
  const own = rules.filter((rule) => rule.family === "any" || family === "inet" || rule.family === family);
  const add = own.map(({ text }) => `add rule ${family} ${table} lab_${hook} ${text}\n`).join("");
  return `  if nft list chain ${family} ${table} ${name} >/dev/null 2>&1; then
    cat <<'LAB'
add chain ${family} ${table} lab_${hook}
flush chain ${family} ${table} lab_${hook}
${add}LAB
    join ${family} ${table} ${name} ${hook}
  fi
`;
}

/** sh that places lab's rule before a last one for everything, else at the end. */
const joinFunction = `join() {
  last=$(nft -a list chain "$1" "$2" "$3" | sed -n '/ comment "lab: /d; s/^\\t\\t\\(.*\\) # handle \\([0-9]*\\)$/\\2 \\1/p' | tail -n 1)
  place="add rule $1 $2 $3"
  if closes_all "\${last#* }"; then place="insert rule $1 $2 $3 handle \${last%% *}"; fi
  printf '%s jump lab_%s comment "lab: %s"\\n' "$place" "$4" "$4"
}
closes_all() {
  printf '%s\\n' "$1" | grep -Eq '^(counter( packets [0-9]+ bytes [0-9]+)? )?(log( [^ ]+ ("[^"]*"|[^ ]+))* )?(drop|reject( .*)?)$'
}`;
