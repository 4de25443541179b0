import { basename } from "node:path";
import { parseDocument } from "yaml";
import { isMapping } from "../../input/mapping.ts";
import type { NodeInterface } from "../../role/role-context.ts";
import type { ForeignFile } from "./foreign-files.ts";
import { ownPrefix, type Renderer } from "./rendered-file.ts";

/** A file of somebody else that has a say in an interface that lab is to configure. */
export interface ForeignDefinition {
  readonly path: string;
  /** Where in the file: "network.ethernets.ens33". */
  readonly key: string;
  readonly name: string;
}

type Find = (file: ForeignFile, wanted: NodeInterface) => string | null;

/** What of foreign files is about the same interfaces, and would be merged with lab's, or used instead. Pure. */
export function foreignDefinitions(
  renderer: Renderer,
  files: readonly ForeignFile[],
  interfaces: readonly NodeInterface[],
): ForeignDefinition[] {
  const find = byRenderer[renderer];
  return files.flatMap((file) =>
    interfaces.flatMap((wanted) => {
      const key = find(file, wanted);
      return key === null ? [] : [{ path: file.path, key, name: wanted.name }];
    }),
  );
}

const byRenderer: Readonly<Record<Renderer, Find>> = {
  netplan: netplanKey,
  networkd: networkdKey,
  wicked: ({ path }, { name }) =>
    /^if(?:cfg|route)-(.*)$/.exec(basename(path))?.[1] === name ? "the file" : null,
};

/** netplan merges definitions of one id, and two ids may match one interface. What is not YAML netplan itself refuses. */
function netplanKey({ text }: ForeignFile, wanted: NodeInterface): string | null {
  const document = parseDocument(text, { version: "1.1" });
  const data: unknown = document.errors.length > 0 ? null : document.toJS();
  const network: unknown = isMapping(data) ? data.network : null;
  if (!isMapping(network)) return null;
  for (const [kind, definitions] of Object.entries(network)) {
    if (!isMapping(definitions)) continue;
    for (const [id, definition] of Object.entries(definitions)) {
      if (isAbout(id, definition, wanted)) return `network.${kind}.${id}`;
    }
  }
  return null;
}

function isAbout(id: string, definition: unknown, { name, mac }: NodeInterface): boolean {
  if (id === name) return true;
  if (!isMapping(definition)) return false;
  if (definition["set-name"] === name) return true;
  const match: unknown = definition.match;
  if (!isMapping(match)) return false;
  if (mac !== undefined && String(match.macaddress).toLowerCase() === mac.toLowerCase()) return true;
  const isOnlyName = Object.keys(match).join() === "name";
  return isOnlyName && typeof match.name === "string" && isLike(name, match.name);
}

/** Of the files that match an interface, systemd-networkd takes the first by name, whatever folder it is in. */
function networkdKey({ path, text }: ForeignFile, { name, mac }: NodeInterface): string | null {
  if (basename(path) > `${ownPrefix}${name}.network`) return null;
  const [, match = ""] = /^\[Match\]\s*$([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(text) ?? [];
  const settings = [...match.matchAll(/^(\w+)\s*=\s*(.*?)\s*$/gm)].map(([, key = "", value = ""]) => ({
    key,
    value,
  }));
  const isKnown = ({ key, value }: (typeof settings)[number]): boolean => {
    const words = value.split(/\s+/);
    if (key === "Name") return words.some((word) => isLike(name, word));
    if (/^(Permanent)?MACAddress$/.test(key)) return mac !== undefined && words.includes(mac.toLowerCase());
    return false;
  };
  // Anything else (a type, a driver, a kind of virtualization) narrows it, or cannot be told from here.
  const isAboutIt = settings.length > 0 && settings.every(isKnown);
  return isAboutIt ? "[Match]" : null;
}

/** Whether a name is one that a shell pattern stands for: "en*", "eth[01]", "?an0". */
function isLike(name: string, pattern: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source.replaceAll("[!", "[^")}$`).test(name);
}
