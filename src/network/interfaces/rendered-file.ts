/** What configures the interfaces of a host. */
export type Renderer = "netplan" | "networkd" | "wicked";

/** A file that lab alone writes. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
  /** Four octal digits. */
  readonly mode: string;
}

/** The first line of every file; by it lab knows its own among those whose names it cannot choose. */
export const ownMark = "# Managed by lab (interfaces): changes made here are overwritten.";

/** How names of lab's files begin, where it can choose them: after the files of installers, which begin with 00 to 50. */
export const ownPrefix = "90-lab-";

export const netplanFolder = "/etc/netplan";
export const networkdFolder = "/etc/systemd/network";
export const wickedFolder = "/etc/sysconfig/network";

/** The interface that one of lab's own files is about; null for a path that is none of them. Pure. */
export function interfaceOfFile(path: string): string | null {
  const [, name] =
    /\/(?:90-lab-|ifcfg-|ifroute-)([^/]+?)(?:\.(?:yaml|link|netdev|network))?$/.exec(path) ?? [];
  return name ?? null;
}
