import { matchesPatternList } from "./host-pattern.ts";

/** One part of an ssh_config file, with its included files in place. */
export type ConfigBlock =
  | { readonly kind: "option"; readonly keyword: string; readonly values: readonly string[] }
  | { readonly kind: "host"; readonly patterns: readonly string[]; readonly body: readonly ConfigBlock[] }
  | {
      readonly kind: "match";
      readonly criteria: readonly (readonly [name: string, patterns: readonly string[]])[];
      readonly body: readonly ConfigBlock[];
    }
  | { readonly kind: "include"; readonly body: readonly ConfigBlock[] };

/** Whose settings are asked for. */
interface ConfigQuery {
  /** The name that the user calls the host by, and its address where one is given: `Host` may match either. */
  readonly names: readonly string[];
  /** The login user where it is known already. */
  readonly user: string | null;
  readonly localUser: string;
}

/** By lower-case keyword. The first value that was found counts, as for `ssh`; of IdentityFile, all of them. */
export type SshSettings = ReadonlyMap<string, readonly string[]>;

const cumulative = new Set(["identityfile"]);

/** What ssh_config says about a host. `Match exec` and criteria that need the network never match. */
export function sshSettings(blocks: readonly ConfigBlock[], query: ConfigQuery): SshSettings {
  const settings = new Map<string, readonly string[]>();
  collect(blocks, query, settings);
  return settings;
}

function collect(
  blocks: readonly ConfigBlock[],
  query: ConfigQuery,
  settings: Map<string, readonly string[]>,
): void {
  for (const block of blocks) {
    if (block.kind === "option") {
      const earlier = settings.get(block.keyword);
      if (!earlier) settings.set(block.keyword, block.values);
      else if (cumulative.has(block.keyword)) settings.set(block.keyword, [...earlier, ...block.values]);
    } else if (applies(block, query, settings)) {
      collect(block.body, query, settings);
    }
  }
}

function applies(
  block: Exclude<ConfigBlock, { kind: "option" }>,
  query: ConfigQuery,
  settings: SshSettings,
): boolean {
  if (block.kind === "include") return true;
  if (block.kind === "host") return matchesPatternList(block.patterns, query.names);
  return block.criteria.every(([criterion, patterns]) => {
    const negated = criterion.startsWith("!");
    const name = negated ? criterion.slice(1) : criterion;
    const subjects: Record<string, readonly string[]> = {
      host: settings.get("hostname") ?? query.names,
      originalhost: query.names,
      user: [query.user ?? settings.get("user")?.[0] ?? query.localUser],
      localuser: [query.localUser],
    };
    const subject = subjects[name];
    if (name === "all") return true;
    return subject !== undefined && matchesPatternList(patterns, subject) !== negated;
  });
}
