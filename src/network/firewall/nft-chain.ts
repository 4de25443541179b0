/** A chain of nftables that packets pass on their way in, or through. */
export interface NftChain {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  readonly hook: "input" | "forward";
  readonly policy: string;
  /** As `nft -s list chain` prints them. */
  readonly rules: readonly string[];
}

/** The table of lab's own. */
export const ownTable = { family: "inet", table: "lab" } as const;

/** Tables that programs keep for themselves, and write anew whenever they like: nobody's firewall. */
const programs: readonly RegExp[] = [
  /^firewalld$/,
  /^kube-proxy$/,
  /^f2b-/,
  /^calico/,
  /^docker-/,
  /^libvirt/,
];

/** Whether a chain belongs to somebody who looks after the host, and not to lab or a program. */
export function isForeign({ family, table, name }: NftChain): boolean {
  const isOwn = family === ownTable.family && table === ownTable.table;
  // iptables on nftables keeps its chains there, in capitals.
  const isOfIptables = family !== "inet" && table === "filter" && name === name.toUpperCase();
  return !isOwn && !isOfIptables && !programs.some((program) => program.test(table));
}

/** Whether what no rule of it lets through ends there: by its policy, or by a last rule for all that is left. */
export function closes({ policy, rules }: NftChain): boolean {
  return policy === "drop" || unconditional.test(rules.at(-1) ?? "");
}

/** What may stand before the verdict of a rule for everything: it counts, it logs. */
const unconditional = /^(counter( packets \d+ bytes \d+)? )?(log( \S+ ("[^"]*"|\S+))* )?(drop|reject\b.*)$/;

/** Reads chains as `nft -s list chain` prints them, one after another. Pure. */
export function parseNftChains(lines: readonly string[]): NftChain[] {
  const chains: { -readonly [Key in keyof NftChain]: NftChain[Key] }[] = [];
  let [family, table, name] = ["", "", ""];
  for (const line of lines.map((text) => text.trim())) {
    const header = /^table (\S+) (\S+) \{$/.exec(line);
    const chain = /^chain (\S+) \{$/.exec(line);
    const type = /^type filter hook (input|forward) priority [^;]+;(?: policy (\w+);)?/.exec(line);
    if (header) [, family = "", table = ""] = header;
    else if (chain) [, name = ""] = chain;
    else if (type) {
      const hook = type[1] === "input" ? "input" : "forward";
      chains.push({ family, table, name, hook, policy: type[2] ?? "accept", rules: [] });
    } else if (line !== "" && line !== "}") {
      const last = chains.at(-1);
      if (last) last.rules = [...last.rules, line];
    }
  }
  return chains;
}
