import type { Parts } from "./answer-parts.ts";
import type { FirewalldState } from "./firewall-state.ts";

/** Reads what firewall-cmd lists; null where firewalld is not installed. Pure. */
export function parseFirewalld(parts: Parts): FirewalldState | null {
  const state = parts.get("firewalld");
  if (!state) return null;
  const zones = blocksOf(parts.get("firewalld zones"));
  const permanent = blocksOf(parts.get("firewalld permanent zones"));
  const main = state.find((line) => line.startsWith("default "))?.slice("default ".length);
  return {
    isRunning: state.includes("running"),
    loaded: ownOnly(blocksOf(parts.get("firewalld policies"))),
    permanent: ownOnly(blocksOf(parts.get("firewalld permanent policies"))),
    unsaved: [...zones]
      .filter(([name, lines]) => settings(lines) !== settings(permanent.get(name) ?? []))
      .map(([name]) => name),
    zones: [...zones]
      .filter(([name]) => !name.startsWith("lab"))
      .flatMap(([name, lines]) => (name === main || lines.includes("(active)") ? shown(name, lines) : [])),
  };
}

type Blocks = ReadonlyMap<string, readonly string[]>;

/** "public (active)", then indented lines. */
function blocksOf(lines: readonly string[] = []): Blocks {
  const blocks = new Map<string, string[]>();
  let block: string[] = [];
  for (const line of lines) {
    const [, name, mark = ""] = /^(\S+)( \(.*\))?$/.exec(line) ?? [];
    if (name === undefined) {
      block.push(line.trim());
      continue;
    }
    block = mark.includes("active") ? ["(active)"] : [];
    blocks.set(name, block);
  }
  return blocks;
}

function ownOnly(blocks: Blocks): Record<string, string> {
  const own = [...blocks].filter(([name]) => name.startsWith("lab-"));
  return Object.fromEntries(own.map(([name, lines]) => [name, settings(lines)]));
}

/** Which interfaces a zone has, and so whether it is active, is decided while it runs. */
function settings(lines: readonly string[]): string {
  return lines.filter((line) => line !== "(active)" && !line.startsWith("interfaces:")).join("\n");
}

/** What a zone lets in. */
function shown(name: string, lines: readonly string[]): string[] {
  const said = lines.filter(
    (line) =>
      /^(target|services|ports|protocols|source-ports): \S|^rule /.test(line) && line !== "target: default",
  );
  return said.map((line) => `${name}: ${line}`);
}
